import asyncio

writers = set()


async def serve(reader, writer):
    writers.add(writer)
    try:
        while (line := await reader.readline()).endswith(b"\n"):
            for other in writers - {writer}:
                other.write(line)
    except ConnectionError:
        pass
    finally:
        writers.discard(writer)
        writer.close()


async def main():
    server = await asyncio.start_server(serve, port=9000)
    await server.serve_forever()


asyncio.run(main())
