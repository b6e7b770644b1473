"""Imports each file that is named into an empty collection of Anki, twice, and prints what is there then, as JSON.

Before the second time, the first card is put off by 9 days, as a review would.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from anki.collection import Collection, ImportCsvRequest

_COUNTED = ("new", "updated", "duplicate", "conflicting", "empty_first_field")


def _imported(collection: Collection, name: str) -> dict[str, int]:
    metadata = collection.get_csv_metadata(name, None)
    log = collection.import_csv(ImportCsvRequest(path=name, metadata=metadata)).log
    return {kind: len(getattr(log, kind)) for kind in _COUNTED}


def _read(name: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(str(Path(folder, "collection.anki2")))
        first = _imported(collection, name)
        card = collection.get_card(collection.find_cards("")[0])
        collection.sched.set_due_date([card.id], "9")
        second = _imported(collection, name)
        notes = [collection.get_note(each) for each in collection.find_notes("")]
        found = {
            "imported": first,
            "imported again": second,
            "days": collection.get_card(card.id).ivl,
            "notes": {
                note.guid: {
                    "type": (note.note_type() or {})["name"],
                    "fields": note.fields,
                    "tags": note.tags,
                    "decks": [collection.decks.name(each.did) for each in note.cards()],
                }
                for note in notes
            },
        }
        collection.close()
    return found


json.dump([_read(name) for name in sys.argv[1:]], sys.stdout)
