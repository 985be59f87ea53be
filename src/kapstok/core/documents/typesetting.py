"""The program that sets a document: a request as JSON on standard input, a PDF on standard output or in a file.

A process of its own, because Typst keeps hundreds of MB of what it set before; it ends with the document.
"""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import typst

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Request:
    """`template` is a path under `kapstok/`, `values` is JSON, `made_at` is in seconds since 1970.

    `output` is the file to write; standard output when it is empty.
    """

    template: str
    values: str
    font_folders: tuple[str, ...]
    made_at: int
    output: str = ""

    def as_json(self) -> bytes:
        return json.dumps(asdict(self)).encode()


def typeset(request: Request) -> bytes:
    """PDF/UA-1, with no other fonts than those of the request. TypstError when a document cannot be accessible."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(request.font_folders))
    compiler = typst.Compiler(input=str(ROOT / request.template), root=str(ROOT), font_paths=fonts)
    made = compiler.compile(
        format="pdf",
        sys_inputs={"values": request.values},
        pdf_standards=["ua-1"],
        timestamp=request.made_at,
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no PDF")
    return made


def main() -> int:
    request = Request(**json.load(sys.stdin.buffer))
    try:
        made = typeset(request)
    except RuntimeError as error:
        diagnostic = error.diagnostic if isinstance(error, typst.TypstError) else error
        print(f"{request.template}: {diagnostic}", file=sys.stderr)
        return 1
    if request.output:
        write(made, Path(request.output))
    else:
        sys.stdout.buffer.write(made)
    return 0


def write(made: bytes, output: Path) -> None:
    """At once, so that who looks for the file never finds half of it."""
    part = output.with_suffix(".part")
    part.write_bytes(made)
    part.replace(output)


if __name__ == "__main__":
    sys.exit(main())
