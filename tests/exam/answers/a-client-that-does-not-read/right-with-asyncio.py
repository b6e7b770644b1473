import asyncio


async def serve(reader, writer):
    try:
        while data := await reader.read(4096):
            writer.write(data)
            await writer.drain()
        writer.close()
        await writer.wait_closed()
    except ConnectionError:
        writer.close()


async def main():
    server = await asyncio.start_server(serve, port=9000)
    await server.serve_forever()


asyncio.run(main())
