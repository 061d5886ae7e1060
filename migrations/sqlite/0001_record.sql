CREATE TABLE entries (
    seq             INTEGER NOT NULL PRIMARY KEY,
    at              INTEGER NOT NULL UNIQUE,
    type            TEXT    NOT NULL,
    instrument_id   BLOB,
    actor_id        BLOB,
    organisation_id BLOB,
    bytes           BLOB    NOT NULL CHECK (length(bytes) BETWEEN 2 AND 65535)
) STRICT;

CREATE INDEX entries_by_instrument ON entries (instrument_id, seq);
CREATE INDEX entries_by_actor ON entries (actor_id, seq);
CREATE INDEX entries_by_organisation ON entries (organisation_id, seq);

CREATE TABLE entry_clauses (
    clause_id BLOB    NOT NULL,
    seq       INTEGER NOT NULL REFERENCES entries (seq),
    PRIMARY KEY (clause_id, seq)
) STRICT;

CREATE TABLE contents (
    seq        INTEGER NOT NULL REFERENCES entries (seq),
    position   INTEGER NOT NULL CHECK (position >= 0),
    commitment BLOB    NOT NULL CHECK (length(commitment) = 32),
    salt       BLOB             CHECK (length(salt) = 32),
    bytes      BLOB,
    PRIMARY KEY (seq, position),
    CHECK ((salt IS NULL) = (bytes IS NULL))
) STRICT;

CREATE TRIGGER entries_follow BEFORE INSERT ON entries BEGIN
    SELECT RAISE(ABORT, 'an entry must have the next sequence number')
        WHERE NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM entries);
    SELECT RAISE(ABORT, 'an entry must be later than the one before')
        WHERE NEW.at <= (SELECT at FROM entries ORDER BY seq DESC LIMIT 1);
END;

CREATE TRIGGER entries_stay BEFORE UPDATE ON entries BEGIN
    SELECT RAISE(ABORT, 'entries are append-only');
END;

CREATE TRIGGER entries_remain BEFORE DELETE ON entries BEGIN
    SELECT RAISE(ABORT, 'entries are append-only');
END;

CREATE TRIGGER entry_clauses_follow BEFORE INSERT ON entry_clauses BEGIN
    SELECT RAISE(ABORT, 'clauses are listed for the last entry only')
        WHERE NEW.seq IS NOT (SELECT max(seq) FROM entries);
END;

CREATE TRIGGER entry_clauses_stay BEFORE UPDATE ON entry_clauses BEGIN
    SELECT RAISE(ABORT, 'entry_clauses is append-only');
END;

CREATE TRIGGER entry_clauses_remain BEFORE DELETE ON entry_clauses BEGIN
    SELECT RAISE(ABORT, 'entry_clauses is append-only');
END;

CREATE TRIGGER contents_follow BEFORE INSERT ON contents BEGIN
    SELECT RAISE(ABORT, 'contents are added in order, to the last entry only')
        WHERE NEW.seq IS NOT (SELECT max(seq) FROM entries)
           OR NEW.position <> (SELECT count(*) FROM contents WHERE seq = NEW.seq);
END;

CREATE TRIGGER contents_stay BEFORE UPDATE ON contents BEGIN
    SELECT RAISE(ABORT, 'a content can only be erased, with its salt')
        WHERE NEW.seq <> OLD.seq OR NEW.position <> OLD.position
           OR NEW.commitment <> OLD.commitment
           OR NEW.salt IS NOT NULL OR NEW.bytes IS NOT NULL;
END;

CREATE TRIGGER contents_remain BEFORE DELETE ON contents BEGIN
    SELECT RAISE(ABORT, 'contents are erased, never deleted');
END;
