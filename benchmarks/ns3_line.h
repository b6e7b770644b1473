// What the programs in ns-3 share: a line of nodes with point-to-point links between them, and their memory.
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"
#include "ns3/traffic-control-module.h"

#include <fstream>
#include <string>

// The most memory that this process had so far (octets), from Linux's account of it.
inline long
Peak()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
    {
        if (line.rfind("VmHWM:", 0) == 0)
        {
            return std::stol(line.substr(6)) * 1024;
        }
    }
    return 0;
}

// Host 1 or 2 of link i's network, 10.0.i.0/24.
inline ns3::Ipv4Address
OnLink(uint32_t i, uint32_t host)
{
    return ns3::Ipv4Address(0x0a000000 + (i << 8) + host);
}

// A host, links - 1 routers and a host; each router has the five routes that benchmarks/work.py tells of.
inline ns3::NodeContainer
MakeLine(uint32_t links, uint64_t rate, uint64_t delay, uint32_t queue)
{
    using namespace ns3;
    NodeContainer nodes;
    nodes.Create(links + 1);
    Ipv4StaticRoutingHelper routing;
    InternetStackHelper stack;
    stack.SetRoutingHelper(routing); // static routing alone, not behind the list that asks each kind in turn
    stack.SetIpv6StackInstall(false);
    stack.Install(nodes);

    PointToPointHelper link;
    link.SetDeviceAttribute("DataRate", DataRateValue(DataRate(rate)));
    link.SetChannelAttribute("Delay", TimeValue(NanoSeconds(delay)));
    link.SetQueue("ns3::DropTailQueue", "MaxSize", QueueSizeValue(QueueSize(QueueSizeUnit::PACKETS, queue)));
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    TrafficControlHelper queues;
    for (uint32_t i = 0; i < links; ++i)
    {
        NetDeviceContainer ends = link.Install(nodes.Get(i), nodes.Get(i + 1));
        addresses.Assign(ends);
        queues.Uninstall(ends); // the device's own FIFO is enough: FqCoDel would only cost time here
        addresses.NewNetwork();
    }

    const Ipv4Mask mask("255.255.255.0");
    for (uint32_t i = 0; i <= links; ++i)
    {
        Ptr<Ipv4StaticRouting> table = routing.GetStaticRouting(nodes.Get(i)->GetObject<Ipv4>());
        const uint32_t toLeft = 1, toRight = i == 0 ? 1 : 2; // interface 0 is the loopback
        if (i > 1)
        {
            table->AddNetworkRouteTo(OnLink(0, 0), mask, OnLink(i - 1, 1), toLeft);
        }
        if (i > 0)
        {
            table->SetDefaultRoute(OnLink(i - 1, 1), toLeft);
        }
        if (i + 1 < links)
        {
            table->AddNetworkRouteTo(OnLink(links - 1, 0), mask, OnLink(i, 2), toRight);
        }
    }
    return nodes;
}
