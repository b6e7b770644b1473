// The transfer in ns-3: BulkSend to PacketSink over point-to-point links; no logging, no capture.
#include "ns3_line.h"

#include "ns3/applications-module.h"

#include <cstdio>
#include <ctime>

using namespace ns3;

// Counts what a host's IPv4 sends.
void
Count(uint64_t* sent, Ptr<const Packet>, Ptr<Ipv4>, uint32_t)
{
    ++*sent;
}

int
main(int argc, char* argv[])
{
    uint64_t segments = 13813, rate = 1000000000, delay = 1000000;
    uint32_t links = 3, mss = 1448, window = 1000000, queue = 1000;
    CommandLine cmd;
    cmd.AddValue("segments", "of data", segments);
    cmd.AddValue("links", "in the chain", links);
    cmd.AddValue("mss", "octets of data in a segment", mss);
    cmd.AddValue("rate", "of a link (bit/s)", rate);
    cmd.AddValue("delay", "of a link (ns)", delay);
    cmd.AddValue("window", "send and receive buffers (octets)", window);
    cmd.AddValue("queue", "of a port (packets)", queue);
    cmd.Parse(argc, argv);
    const uint64_t octets = segments * mss;

    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(mss));
    Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(window));
    Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(window));
    Config::SetDefault("ns3::TcpL4Protocol::SocketType", TypeIdValue(TypeId::LookupByName("ns3::TcpNewReno")));

    const NodeContainer nodes = MakeLine(links, rate, delay, queue);
    const uint16_t port = 9;
    PacketSinkHelper sinkHelper("ns3::TcpSocketFactory", InetSocketAddress(Ipv4Address::GetAny(), port));
    Ptr<PacketSink> sink = DynamicCast<PacketSink>(sinkHelper.Install(nodes.Get(links)).Get(0));
    BulkSendHelper source("ns3::TcpSocketFactory", InetSocketAddress(OnLink(links - 1, 2), port));
    source.SetAttribute("MaxBytes", UintegerValue(octets));
    source.SetAttribute("SendSize", UintegerValue(16 * mss)); // a program that writes in large pieces
    source.Install(nodes.Get(0));

    uint64_t sent = 0, answered = 0;
    nodes.Get(0)->GetObject<Ipv4L3Protocol>()->TraceConnectWithoutContext("Tx", MakeBoundCallback(&Count, &sent));
    nodes.Get(links)->GetObject<Ipv4L3Protocol>()->TraceConnectWithoutContext("Tx", MakeBoundCallback(&Count, &answered));

    const std::clock_t start = std::clock(); // processor time, as for the others
    Simulator::Run();
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;

    const double ended = Simulator::Now().GetNanoSeconds();
    const uint64_t delivered = sink->GetTotalRx();
    Simulator::Destroy();
    if (delivered != octets)
    {
        std::fprintf(stderr, "%lu of %lu octets came out\n", delivered, octets);
        return 1;
    }
    std::printf("{\"hops\": %lu, \"seconds\": %.6f, \"ended\": %.0f, \"peak\": %ld, \"sent\": %lu, \"answered\": %lu}\n",
                segments * links,
                seconds,
                ended,
                Peak(),
                sent,
                answered);
}
