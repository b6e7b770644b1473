import os
import pathlib
import sys
import tempfile
import time


def attempt(what, *arguments):
    try:
        print(what.__name__, what(*arguments))
    except Exception as error:
        print(what.__name__, type(error).__name__, getattr(error, "errno", None), error)


os.mkdir("work")
os.chdir("work")
with open("notes.txt", "w") as file:
    print(file.write("one\ntwo\n"), file.name, file.mode, file.closed)
with open("notes.txt", "a") as file:
    file.write("three")
with open("notes.txt") as file:
    print(file.readline(), file.readlines(), file.read())
with open("notes.txt", "rb") as file:
    print(file.read(3), file.tell(), file.seek(-5, 2), file.read())
with open("notes.txt", "r+b") as file:
    file.seek(4)
    file.write(b"TWO")
    file.seek(0)
    print(file.read(), file.truncate(7))
print(os.path.getsize("notes.txt"), os.path.exists("no"), os.path.isdir("."), os.listdir("."))
attempt(open, "missing.txt")
attempt(open, "notes.txt", "x")
attempt(open, ".", "r")
attempt(open, "notes.txt", "q")
attempt(open, "no/where.txt", "w")
path = pathlib.Path("inbox") / "2024"
path.mkdir(parents=True)
(path / "a.bin").write_bytes(bytes(range(5)))
(path / "b.txt").write_text("grüße", encoding="utf-8")
print(sorted(each.name for each in path.iterdir()), (path / "a.bin").read_bytes(), (path / "b.txt").stat().st_size)
print(sorted(str(each) for each in pathlib.Path(".").rglob("*")))
os.rename(path / "a.bin", "c.bin")
os.remove("c.bin")
attempt(os.rmdir, "inbox")
attempt(os.remove, "c.bin")
attempt(os.mkdir, "inbox")
print(sorted(os.listdir(path)), [entry.name for entry in os.scandir("inbox")])
with tempfile.TemporaryDirectory() as folder:
    print(os.path.isdir(folder))
print(os.path.isdir(folder))
os.makedirs("old/inner/deep")
pathlib.Path("old/inner/file").write_text("moved")
pathlib.Path("plain").write_text("plain")
os.rename("old", "new")
print(sorted(os.listdir("new/inner")), os.path.exists("old"), pathlib.Path("new/inner/file").read_text())
attempt(os.rename, "old", "newer")
attempt(os.rename, "new", "new/inside")
attempt(os.rename, "new", "plain")
attempt(os.rename, "plain", "new")
attempt(os.rename, "new/inner", "inbox")
os.mkdir("empty")
os.rename("new/inner", "empty")
os.replace("plain", "empty/file")
print(sorted(os.listdir("empty")), os.listdir("new"), pathlib.Path("empty/file").read_text())
os.rename("empty/file", "empty/file")
fd = os.open("raw", os.O_CREAT | os.O_RDWR)
print(os.write(fd, b"abc"), os.lseek(fd, 1, 0), os.read(fd, 10), os.fstat(fd).st_size)
os.close(fd)
attempt(os.close, fd)
print(sys.stdin.readline().split(), sys.stdin.readlines(), sys.argv[1:], __name__, os.path.basename(__file__))
attempt(input)
print(time.strftime("%Y-%m-%d", time.gmtime(0)), time.localtime(86400 * 365).tm_year)
print("no end of line", end="")
sys.exit(3)
