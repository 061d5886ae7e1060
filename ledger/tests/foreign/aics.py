"""Judges logs with aics-tlog: one JSON object a line in, one answer a line out."""

import base64
import json
import sys

import aics_tlog as tlog


def raw(text):
    return base64.b64decode(text, validate=True)


def judge(case):
    log, witness = tlog.parse_vkey(case["log"]), tlog.parse_vkey(case["witness"])
    note = tlog.parse_note(case["checkpoint"])
    tree = tlog.parse_checkpoint(note.text)
    signed = tlog.verify_checkpoint(note, log, [witness], 1, expected_origin=log.name)
    if not signed.ok or signed.cosignature_count != 1:
        return f"signatures: {signed.error}"
    proof = [raw(it) for it in case["inclusion"]]
    entry = raw(case["entry"])
    if not tlog.verify_leaf_inclusion(entry, case["index"], tree.size, proof, tree.root):
        return "inclusion"
    proof = [raw(it) for it in case["consistency"]]
    old_root = raw(case["old_root"])
    if not tlog.verify_consistency(case["old_size"], tree.size, old_root, tree.root, proof):
        return "consistency"
    tiles = {path: raw(it) for path, it in {**case["tiles"], **case["bundles"]}.items()}
    reader = tlog.MemoryTileReader(tiles)
    if tlog.tree_root_from_tiles(reader, tree.size) != tree.root:
        return "tiles"
    entries = [tlog.read_entry(reader, it, tree.size) for it in range(tree.size)]
    if entries[case["index"]] != entry or tlog.MerkleTree(entries).root() != tree.root:
        return "bundles"
    if tlog.tiles.materialise_tiles(entries) != tiles:
        return "tiles or bundles are not those of the entries"
    return "ok"


for line in sys.stdin:
    try:
        print(judge(json.loads(line)))
    except Exception as error:
        print("refused:", str(error).replace("\n", " "))
