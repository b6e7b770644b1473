"""Prints, for each file of Moodle XML that is named, what PyPI's moodle-xml-parser reads: a list, as JSON."""

import json
import sys
from dataclasses import asdict

from moodle_xml_parser import parser


def _read(name: str) -> dict[str, list[dict[str, object]]]:
    return {kind: [asdict(each) for each in found] for kind, found in parser.parse_file(name).items()}


json.dump([_read(name) for name in sys.argv[1:]], sys.stdout)
