"""HDF5 files that between them use every storage structure h5py can be made to write.

    python3 write_hdf5_structures.py DIRECTORY [large]

The files in src/test/resources/trace/hdf5/structures were written by this script with h5py 3.16.0
(HDF5 2.0.0) and numpy 2.4.6; `large` writes those that are too big to be kept. Beside them stands
expected.tsv: file, dataset, rows, numbers per row, their sum, and the sum weighted by position.
"""

import sys
import pathlib

import h5py
import numpy as np

out = pathlib.Path(sys.argv[1])
large = len(sys.argv) > 2
out.mkdir(parents=True, exist_ok=True)
rng = np.random.default_rng(20)
expected = []


def note(file, name, data):
    data = np.asarray(data)
    flat = np.asarray(data, dtype=np.float64).reshape(-1)
    rows = data.shape[0]
    weights = np.arange(1, flat.size + 1)
    expected.append(
        (file, name, rows, flat.size // max(rows, 1), repr(float(flat.sum())),
         repr(float((flat * weights).sum())))
    )


def small_values(shape):
    # Multiples of 1/4 below 64: sums are exact in any order.
    return rng.integers(-255, 256, size=shape) / 4.0


def types_and_layouts(file, **kw):
    with h5py.File(out / file, "w", **kw) as f:
        def put(name, data, **options):
            f.create_dataset(name, data=data, **options)
            note(file, name, data)

        for kind in ("<f8", ">f8", "<f4", ">f4", "<f2", "<i1", "<i2", ">i4", "<i8"):
            put("types/" + kind[1:] + ("be" if kind[0] == ">" else ""),
                small_values((5, 3)).astype(kind))
        for kind in ("u1", "<u2", ">u4", "<u8"):
            put("types/unsigned" + kind[-1], rng.integers(0, 200, size=(6,)).astype(kind))
        put("types/bool", rng.integers(0, 2, size=9).astype(bool))
        f["named"] = np.dtype("<f4")
        d = f.create_dataset("types/committed", shape=(4, 2), dtype=f["named"])
        d[...] = small_values((4, 2))
        note(file, "types/committed", d[...])
        d = f.create_dataset("types/array", shape=(3,), dtype=np.dtype(("<f4", (2, 2))))
        values = small_values((3, 2, 2)).astype("f4")
        d[...] = values
        note(file, "types/array", values)

        put("layout/contiguous", small_values((7, 2)))
        put("layout/one_chunk", small_values((7, 2)), chunks=(7, 2))
        put("layout/one_chunk_gzip", small_values((7, 2)), chunks=(7, 2), compression="gzip")
        put("layout/chunks", small_values((20, 5)), chunks=(6, 2))
        put("layout/chunks3", small_values((9, 5, 4)), chunks=(2, 3, 3))
        put("layout/growing", small_values((30, 2)), chunks=(4, 2), maxshape=(None, 2))
        put("layout/growing_twice", small_values((30, 7)), chunks=(4, 3), maxshape=(None, None))
        put("layout/growing_columns", small_values((6, 7)), chunks=(4, 3), maxshape=(None, 50))
        put("filter/gzip", small_values((25, 3)), chunks=(4, 3), compression="gzip")
        put("filter/gzip_shuffle", small_values((25, 3)), chunks=(4, 2), compression="gzip",
            shuffle=True, maxshape=(None, 3))
        put("filter/lzf", np.repeat(small_values((5, 4)), 10, axis=0), chunks=(25, 4),
            compression="lzf")
        put("filter/fletcher", small_values((11, 3)), chunks=(4, 3), fletcher32=True)
        put("filter/all", small_values((40, 3)).astype("f4"), chunks=(16, 3), compression="gzip",
            shuffle=True, fletcher32=True, maxshape=(None, None))
        f.create_dataset("text/varying", data=["left", "right", ""],
                         dtype=h5py.string_dtype("utf-8"))
        f.create_dataset("text/fixed", data=np.array([b"ab", b"c"], dtype="S3"))
        f.create_dataset("single", data=2.5)
        f["soft"] = h5py.SoftLink("/single")
        f["outside"] = h5py.ExternalLink("elsewhere.h5", "/x")


def compact(file):
    with h5py.File(out / file, "w") as f:
        plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plist.set_layout(h5py.h5d.COMPACT)
        data = small_values((5, 2))
        d = h5py.h5d.create(f.id, b"compact", h5py.h5t.IEEE_F64LE,
                            h5py.h5s.create_simple((5, 2)), plist)
        d.write(h5py.h5s.ALL, h5py.h5s.ALL, np.ascontiguousarray(data))
        note(file, "compact", data)


def groups(file, count, track, depth_names=False, **kw):
    with h5py.File(out / file, "w", track_order=track, **kw) as f:
        for i in rng.permutation(count):
            name = f"episode_{i}" + ("_" + "x" * int(rng.integers(0, 40)) if depth_names else "")
            g = f.create_group(name, track_order=track)
            g.attrs["id"] = int(i)
            data = small_values((2,))
            g.create_dataset("rewards", data=data)
            note(file, name + "/rewards", data)


def chunks(file, count, **kw):
    with h5py.File(out / file, "w", libver="latest") as f:
        data = small_values((count,)).astype("f4")
        f.create_dataset("x", data=data, **kw)
        note(file, "x", data)


if large:
    types_and_layouts("v108.h5", libver="v108")
    for track in (False, True):
        for libver in ("earliest", "latest"):
            groups(f"groups_{track}_{libver}.h5", 10000, track, libver=libver)
    groups("names.h5", 10000, True, depth_names=True, libver="latest")
    chunks("fixed_array.h5", 100000, chunks=(3,))
    chunks("fixed_array_gzip.h5", 20000, chunks=(3,), compression="gzip")
    chunks("extensible_array.h5", 400000, chunks=(2,), maxshape=(None,))
    chunks("extensible_array_gzip.h5", 30000, chunks=(2,), maxshape=(None,), compression="gzip")
    with h5py.File(out / "tree2.h5", "w", libver="latest") as f:
        data = small_values((3000, 8))
        f.create_dataset("x", data=data, chunks=(2, 3), maxshape=(None, None))
        note("tree2.h5", "x", data)
    with h5py.File(out / "tree1.h5", "w", libver="earliest") as f:
        data = small_values((3000, 8))
        f.create_dataset("x", data=data, chunks=(2, 3), maxshape=(None, None))
        note("tree1.h5", "x", data)
else:
    types_and_layouts("earliest.h5", libver="earliest")
    types_and_layouts("latest.h5", libver="latest")
    groups("userblock.h5", 2, False, libver="latest", userblock_size=512)
    compact("compact.h5")
    groups("dense.h5", 14, True, libver="latest")

with open(out / "expected.tsv", "w") as f:
    for row in expected:
        f.write("\t".join(map(str, row)) + "\n")
