-- The ledger over the entries: an RFC 6962 tree, and what was signed of it.

CREATE TABLE tree_nodes (
    level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 62),
    place INTEGER NOT NULL CHECK (place >= 0),
    hash  BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (level, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_origin (
    only_one INTEGER NOT NULL PRIMARY KEY CHECK (only_one = 1),
    origin   TEXT    NOT NULL CHECK (length(origin) BETWEEN 1 AND 255),
    key      BLOB             CHECK (length(key) = 32)
) STRICT;

CREATE TABLE checkpoints (
    size INTEGER NOT NULL PRIMARY KEY CHECK (size > 0),
    root BLOB    NOT NULL CHECK (length(root) = 32),
    note TEXT    NOT NULL,
    at   INTEGER NOT NULL
) STRICT;

CREATE TABLE cosignatures (
    size    INTEGER NOT NULL REFERENCES checkpoints (size),
    witness TEXT    NOT NULL,
    line    TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (size, witness)
) STRICT;

CREATE INDEX cosignatures_by_witness ON cosignatures (witness, size);

CREATE TRIGGER tree_nodes_follow BEFORE INSERT ON tree_nodes BEGIN
    SELECT RAISE(ABORT, 'nodes of a level follow each other')
        WHERE NEW.place IS NOT (SELECT coalesce(max(place) + 1, 0) FROM tree_nodes WHERE level = NEW.level);
    SELECT RAISE(ABORT, 'a leaf belongs to an entry')
        WHERE NEW.level = 0 AND NOT EXISTS (SELECT 1 FROM entries WHERE seq = NEW.place);
    SELECT RAISE(ABORT, 'a node stands on two others')
        WHERE NEW.level > 0
          AND NOT EXISTS (SELECT 1 FROM tree_nodes WHERE level = NEW.level - 1 AND place = 2 * NEW.place + 1);
END;

CREATE TRIGGER tree_nodes_stay BEFORE UPDATE ON tree_nodes BEGIN
    SELECT RAISE(ABORT, 'tree_nodes is append-only');
END;

CREATE TRIGGER tree_nodes_remain BEFORE DELETE ON tree_nodes BEGIN
    SELECT RAISE(ABORT, 'tree_nodes is append-only');
END;

CREATE TRIGGER ledger_origin_stays BEFORE UPDATE ON ledger_origin BEGIN
    SELECT RAISE(ABORT, 'the key of a ledger is set once, and its origin before that')
        WHERE OLD.key IS NOT NULL;
END;

CREATE TRIGGER ledger_origin_remains BEFORE DELETE ON ledger_origin BEGIN
    SELECT RAISE(ABORT, 'a ledger keeps its origin');
END;

CREATE TRIGGER checkpoints_follow BEFORE INSERT ON checkpoints BEGIN
    SELECT RAISE(ABORT, 'a checkpoint is larger than the one before')
        WHERE NEW.size <= (SELECT max(size) FROM checkpoints);
    SELECT RAISE(ABORT, 'a checkpoint covers entries that there are')
        WHERE NOT EXISTS (SELECT 1 FROM tree_nodes WHERE level = 0 AND place = NEW.size - 1);
END;

CREATE TRIGGER checkpoints_stay BEFORE UPDATE ON checkpoints BEGIN
    SELECT RAISE(ABORT, 'checkpoints are append-only');
END;

CREATE TRIGGER checkpoints_remain BEFORE DELETE ON checkpoints BEGIN
    SELECT RAISE(ABORT, 'checkpoints are append-only');
END;

CREATE TRIGGER cosignatures_stay BEFORE UPDATE ON cosignatures BEGIN
    SELECT RAISE(ABORT, 'cosignatures are append-only');
END;

CREATE TRIGGER cosignatures_remain BEFORE DELETE ON cosignatures BEGIN
    SELECT RAISE(ABORT, 'cosignatures are append-only');
END;
