// The chain in ns-3: point-to-point links, static routing, UDP from end to end; no logging, no capture.
#include "ns3_line.h"

#include "ns3/applications-module.h"

#include <cstdio>
#include <ctime>

using namespace ns3;

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

    const NodeContainer nodes = MakeLine(links, rate, delay, 100);
    const uint16_t port = 9;
    PacketSinkHelper sinkHelper("ns3::UdpSocketFactory", InetSocketAddress(Ipv4Address::GetAny(), port));
    Ptr<PacketSink> sink = DynamicCast<PacketSink>(sinkHelper.Install(nodes.Get(links)).Get(0));
    UdpClientHelper client(OnLink(links - 1, 2), port);
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
