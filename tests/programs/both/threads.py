import concurrent.futures
import queue
import socket
import threading
import time

print(threading.current_thread().name, threading.current_thread() is threading.main_thread(), threading.active_count())
lock = threading.Lock()
print(lock.acquire(), lock.acquire(False), lock.acquire(timeout=0.02), lock.locked())
lock.release()
try:
    lock.release()
except RuntimeError as error:
    print(error)
for arguments in ((False, 1), (True, -2)):
    try:
        lock.acquire(*arguments)
    except ValueError as error:
        print("ValueError", arguments)
again = threading.RLock()
with again, again:
    print("twice")
try:
    again.release()
except RuntimeError as error:
    print(error)

order = []


def worker(number, pause):
    time.sleep(pause)
    with lock:
        order.append(number)


threads = [threading.Thread(target=worker, args=(i, 0.09 - 0.03 * i), name=f"worker {i}") for i in range(3)]
for thread in threads:
    thread.start()
print([thread.is_alive() for thread in threads], threading.active_count())
for thread in threads:
    thread.join()
print(order, [thread.is_alive() for thread in threads])

jobs = queue.Queue(maxsize=2)
done = []


def consume():
    while (job := jobs.get()) is not None:
        time.sleep(0.01)
        done.append(job)
        jobs.task_done()


consumer = threading.Thread(target=consume, daemon=True)
consumer.start()
for job in range(6):
    jobs.put(job)
jobs.join()
jobs.put(None)
consumer.join(1)
print(done, jobs.qsize(), consumer.is_alive())
try:
    jobs.get(timeout=0.02)
except queue.Empty:
    print("empty")

event = threading.Event()
print(event.wait(0.02))
threading.Timer(0.02, event.set).start()
print(event.wait(5))
condition = threading.Condition()
turns = []


def take_turns(me, other):
    for _ in range(3):
        with condition:
            condition.wait_for(lambda: len(turns) % 2 == me)
            turns.append(me)
            condition.notify_all()


pair = [threading.Thread(target=take_turns, args=(i, 1 - i)) for i in (0, 1)]
for each in pair:
    each.start()
for each in pair:
    each.join()
print(turns)
barrier = threading.Barrier(3)
passed = []
for i in range(3):
    threading.Thread(target=lambda: passed.append(barrier.wait())).start()
time.sleep(0.05)
print(sorted(passed))
semaphore = threading.Semaphore(2)
print(semaphore.acquire(), semaphore.acquire(), semaphore.acquire(blocking=False))
own = threading.local()
own.value = 1
threading.Thread(target=lambda: print(hasattr(own, "value"))).start()
time.sleep(0.02)


def fetch(number):
    time.sleep(0.02 * number)
    if number == 2:
        raise ValueError("two")
    return number * number


with concurrent.futures.ThreadPoolExecutor(max_workers=3) as executor:
    futures = [executor.submit(fetch, number) for number in (3, 1, 2)]
    for future in concurrent.futures.as_completed(futures):
        print(future.exception() or future.result())
    print(list(executor.map(len, ["a", "bb"])))
    finished, waiting = concurrent.futures.wait([executor.submit(fetch, 0), executor.submit(fetch, 9)], timeout=0.05)
    print(len(finished), len(waiting))


def serve(listener):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=handle, args=(connection,), daemon=True).start()


def handle(connection):
    with connection:
        while data := connection.recv(100):
            time.sleep(0.01)
            connection.sendall(data[::-1])


def ask(address, word):
    with socket.create_connection(address) as connection:
        connection.sendall(word)
        answers[word] = connection.recv(100)


answers = {}
server = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=serve, args=(server,), daemon=True).start()
clients = [threading.Thread(target=ask, args=(server.getsockname(), word)) for word in (b"abc", b"def", b"ghi")]
for client in clients:
    client.start()
for client in clients:
    client.join()
print(sorted(answers.items()))


def last():
    time.sleep(0.05)
    print("the last thread ends after the main one")


threading.Thread(target=last).start()
print("main ends")
