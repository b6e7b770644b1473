// The chain in ns-3: point-to-point links, static routing, UDP from end to end; no logging, no capture.
#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"
#include "ns3/traffic-control-module.h"

#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>

using namespace ns3;

// The most memory that this process had so far (octets), from Linux's account of it.
long
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

int
main(int argc, char* argv[])
{
    uint32_t datagrams = 50000, links = 9, length = 1000;
    uint64_t rate = 1000000000, delay = 1000000, interval = 10000;
    CommandLine cmd;
    cmd.AddValue("datagrams", "how many", datagrams);
    cmd.AddValue("links", "in the chain", links);
    cmd.AddValue("length", "of a datagram (octets)", length);
    cmd.AddValue("rate", "of a link (bit/s)", rate);
    cmd.AddValue("delay", "of a link (ns)", delay);
    cmd.AddValue("interval", "between datagrams (ns)", interval);
    cmd.Parse(argc, argv);

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
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    TrafficControlHelper queues;
    for (uint32_t i = 0; i < links; ++i)
    {
        NetDeviceContainer ends = link.Install(nodes.Get(i), nodes.Get(i + 1));
        addresses.Assign(ends);
        queues.Uninstall(ends); // the device's own FIFO is enough: FqCoDel would only cost time here
        addresses.NewNetwork();
    }

    auto onLink = [](uint32_t i, uint32_t host) { return Ipv4Address(0x0a000000 + (i << 8) + host); };
    const Ipv4Mask mask("255.255.255.0");
    for (uint32_t i = 0; i <= links; ++i)
    {
        Ptr<Ipv4StaticRouting> table = routing.GetStaticRouting(nodes.Get(i)->GetObject<Ipv4>());
        const uint32_t toLeft = 1, toRight = i == 0 ? 1 : 2; // interface 0 is the loopback
        if (i > 1)
        {
            table->AddNetworkRouteTo(onLink(0, 0), mask, onLink(i - 1, 1), toLeft);
        }
        if (i > 0)
        {
            table->SetDefaultRoute(onLink(i - 1, 1), toLeft);
        }
        if (i + 1 < links)
        {
            table->AddNetworkRouteTo(onLink(links - 1, 0), mask, onLink(i, 2), toRight);
        }
    }

    const uint16_t port = 9;
    PacketSinkHelper sinkHelper("ns3::UdpSocketFactory", InetSocketAddress(Ipv4Address::GetAny(), port));
    Ptr<PacketSink> sink = DynamicCast<PacketSink>(sinkHelper.Install(nodes.Get(links)).Get(0));
    UdpClientHelper client(onLink(links - 1, 2), port);
    client.SetAttribute("MaxPackets", UintegerValue(datagrams));
    client.SetAttribute("Interval", TimeValue(NanoSeconds(interval)));
    client.SetAttribute("PacketSize", UintegerValue(length - 28));
    client.Install(nodes.Get(0));

    const std::clock_t start = std::clock(); // processor time, as for the others
    Simulator::Run();
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;

    const uint64_t delivered = sink->GetTotalRx() / (length - 28);
    Simulator::Destroy();
    if (delivered != datagrams)
    {
        std::fprintf(stderr, "%lu of %u datagrams came out\n", static_cast<unsigned long>(delivered), datagrams);
        return 1;
    }
    std::printf("{\"hops\": %lu, \"seconds\": %.6f, \"peak\": %ld}\n",
                static_cast<unsigned long>(datagrams) * links,
                seconds,
                Peak());
}
