"""Makes the pictures of text in this folder: python3 make.py

page.png, page.jpg and page.tif are the first page of ../pdf/plain.pdf as pdftoppm (poppler 22.12.0) draws it; scan.pdf has it three
times as a picture alone: bits packed by Flate, JPEG, and fax group 4 as Ghostscript 10.00.0 packs it.
"""

import os
import re
import struct
import subprocess
import tempfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
PLAIN = os.path.join(HERE, "..", "pdf", "plain.pdf")


def draw(folder, *arguments):
    subprocess.run(["pdftoppm", "-f", "1", "-l", "1", "-singlefile", *arguments, PLAIN, os.path.join(folder, "page")], check=True)


def read(*path):
    with open(os.path.join(*path), "rb") as file:
        return file.read()


def write(name, data):
    with open(os.path.join(HERE, name), "wb") as file:
        file.write(data)


def tag(tiff, wanted):
    (at,) = struct.unpack_from("<I", tiff, 4)
    (count,) = struct.unpack_from("<H", tiff, at)
    for i in range(count):
        number, kind, _, value = struct.unpack_from("<HHII", tiff, at + 2 + i * 12)
        if number == wanted:
            return value & 0xFFFF if kind == 3 else value
    return None


def pdf(images):
    objects = ["<< /Type /Catalog /Pages 2 0 R >>".encode(), b""]
    pages = []
    for dictionary, data in images:
        objects.append(f"<< /Type /XObject /Subtype /Image {dictionary} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream")
        image = len(objects)
        draw_it = b"q 612 0 0 792 0 0 cm /I Do Q"
        objects.append(f"<< /Length {len(draw_it)} >>\nstream\n".encode() + draw_it + b"\nendstream")
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {image + 1} 0 R /Resources << /XObject << /I {image} 0 R >> >> >>".encode())
        pages.append(len(objects))
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(f'{p} 0 R' for p in pages)}] /Count {len(pages)} >>".encode()
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + b"".join(f"{p:010d} 00000 n \n".encode() for p in places)
    return out + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


with tempfile.TemporaryDirectory() as folder:
    draw(folder, "-r", "120", "-gray", "-png")
    write("page.png", read(folder, "page.png"))
    draw(folder, "-r", "110", "-gray", "-jpeg", "-jpegopt", "quality=40")
    jpeg = read(folder, "page.jpg")
    write("page.jpg", jpeg)
    draw(folder, "-r", "150", "-mono")
    pbm = read(folder, "page.pbm")
    head = re.match(rb"P4\s+(\d+)\s+(\d+)\s", pbm)
    width, height = int(head[1]), int(head[2])
    subprocess.run(["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dLastPage=1", "-r150", "-sDEVICE=tiffg4", f"-sOutputFile={folder}/fax.tif", PLAIN], check=True)
    fax = read(folder, "fax.tif")
    write("page.tif", fax)
    at, length = tag(fax, 273), tag(fax, 279)
    assert tag(fax, 278) >= tag(fax, 257), "expected one strip"
    jpeg_size = struct.unpack(">HH", re.search(rb"\xff[\xc0-\xc2]..\x08(....)", jpeg, re.S)[1])
    write("scan.pdf", pdf([
        (f"/Width {width} /Height {height} /BitsPerComponent 1 /ColorSpace /DeviceGray /Decode [1 0] /Filter /FlateDecode", zlib.compress(pbm[head.end():], 9)),
        (f"/Width {jpeg_size[1]} /Height {jpeg_size[0]} /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /DCTDecode", jpeg),
        (f"/Width {tag(fax, 256)} /Height {tag(fax, 257)} /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns {tag(fax, 256)} >>", fax[at:at + length]),
    ]))
