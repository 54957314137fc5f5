"""What stands in a site's folder, and how one state of it became another.

    site_again.py note FOLDER FILE                   every file with its digest, time and inode
    site_again.py compare FILE FOLDER same|WRITTEN   what was touched since: nothing, or as many files as were said to be written,
                                                     and none of them with the bytes that it had
    site_again.py equal FOLDER OTHER                 the same files, byte for byte
    site_again.py whole FOLDER OLD NEW               each file has the bytes of one of the two, or is half a file that has no name yet
"""
import hashlib, json, pathlib, sys

act, *arguments = sys.argv[1:]


def read(folder):
    return {path.relative_to(folder).as_posix(): path for path in sorted(pathlib.Path(folder).rglob("*")) if path.is_file()}


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def state(folder):
    return {name: [digest(path), path.stat().st_mtime_ns, path.stat().st_ino] for name, path in read(folder).items()}


def wrong(what):
    print(what)
    sys.exit(1)


if act == "note":
    pathlib.Path(arguments[1]).write_text(json.dumps(state(arguments[0])))
elif act == "compare":
    before, after, said = json.loads(pathlib.Path(arguments[0]).read_text()), state(arguments[1]), arguments[2]
    touched = {name for name in after if before.get(name) != after[name]}
    idle = [name for name in touched if name in before and before[name][0] == after[name][0]]
    if idle:
        wrong(f"{len(idle)} files were written again with the bytes that they had, such as {idle[0]}")
    gone = sorted(set(before) - set(after))
    if said == "same":
        if touched or gone:
            wrong(f"{len(touched)} files were touched, {len(gone)} are gone: {[*sorted(touched), *gone][:3]}")
    elif len(touched) != int(said):
        wrong(f"{said} files are said to be written, {len(touched)} were: {sorted(touched)[:5]}")
    print(len(touched), len(gone), *sorted(touched))
elif act == "equal":
    one, two = read(arguments[0]), read(arguments[1])
    if set(one) != set(two):
        alone = sorted(set(one) ^ set(two))
        half = [name for name in alone if name.endswith(".part")]
        pages = [name for name in alone if name not in half]
        wrong(f"in one folder alone are {len(half)} staged files {half[:2]} and {len(pages)} others {pages[:2]}")
    differ = [name for name in one if one[name].read_bytes() != two[name].read_bytes()]
    if differ:
        wrong(f"{len(differ)} files differ, such as {differ[:3]}")
    print(len(one))
elif act == "whole":
    found, old, new = (read(folder) for folder in arguments)
    counts = {"old": 0, "new": 0, "staged": 0}
    for name, path in found.items():
        if name.endswith(".part"):
            counts["staged"] += 1
            continue
        is_old = name in old and path.read_bytes() == old[name].read_bytes()
        is_new = name in new and path.read_bytes() == new[name].read_bytes()
        if not is_old and not is_new:
            wrong(f"{name} is neither the old file nor the new one")
        counts["old" if is_old else "new"] += 1
    missing = [name for name in old if name in new and name not in found]
    if missing:
        wrong(f"{len(missing)} files are gone, such as {missing[0]}")
    print(*counts.values())
else:
    wrong(f"{act}?")
