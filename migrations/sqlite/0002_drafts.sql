CREATE TABLE drafts (
    id            BLOB    NOT NULL PRIMARY KEY,
    instrument_id BLOB    NOT NULL,
    amendment_id  BLOB,
    epoch         INTEGER NOT NULL CHECK (epoch >= 0),
    created_at    INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX drafts_of_instrument ON drafts (instrument_id, epoch)
    WHERE amendment_id IS NULL;
CREATE UNIQUE INDEX drafts_of_amendment ON drafts (amendment_id, epoch)
    WHERE amendment_id IS NOT NULL;

CREATE TABLE draft_actors (
    draft_id    BLOB    NOT NULL REFERENCES drafts (id),
    actor       BLOB    NOT NULL CHECK (length(actor) BETWEEN 1 AND 64),
    delegate_id BLOB    NOT NULL,
    bound_at    INTEGER NOT NULL,
    PRIMARY KEY (draft_id, actor)
) STRICT;

CREATE TABLE draft_changes (
    draft_id    BLOB    NOT NULL REFERENCES drafts (id),
    position    INTEGER NOT NULL,
    hash        BLOB    NOT NULL CHECK (length(hash) = 32),
    actor       BLOB    NOT NULL,
    delegate_id BLOB    NOT NULL,
    at          INTEGER NOT NULL,
    bytes       BLOB    NOT NULL,
    PRIMARY KEY (draft_id, position),
    UNIQUE (draft_id, hash)
) STRICT;

CREATE TABLE draft_snapshots (
    draft_id BLOB    NOT NULL PRIMARY KEY REFERENCES drafts (id),
    changes  INTEGER NOT NULL CHECK (changes >= 0),
    bytes    BLOB    NOT NULL,
    saved_at INTEGER NOT NULL
) STRICT;

CREATE TRIGGER drafts_stay BEFORE UPDATE ON drafts BEGIN
    SELECT RAISE(ABORT, 'a draft is made once');
END;

CREATE TRIGGER drafts_remain BEFORE DELETE ON drafts BEGIN
    SELECT RAISE(ABORT, 'a draft is kept');
END;

CREATE TRIGGER draft_actors_follow BEFORE INSERT ON draft_actors BEGIN
    SELECT RAISE(IGNORE) FROM draft_actors
        WHERE draft_id = NEW.draft_id AND actor = NEW.actor;
END;

CREATE TRIGGER draft_actors_stay BEFORE UPDATE ON draft_actors BEGIN
    SELECT RAISE(ABORT, 'an actor belongs to its first delegate for ever');
END;

CREATE TRIGGER draft_actors_remain BEFORE DELETE ON draft_actors BEGIN
    SELECT RAISE(ABORT, 'an actor belongs to its first delegate for ever');
END;

CREATE TRIGGER draft_changes_follow BEFORE INSERT ON draft_changes BEGIN
    SELECT RAISE(IGNORE) FROM draft_changes
        WHERE draft_id = NEW.draft_id AND hash = NEW.hash;
    SELECT RAISE(ABORT, 'a change must have the next position')
        WHERE NEW.position IS NOT (SELECT coalesce(max(position) + 1, 0) FROM draft_changes
                                   WHERE draft_id = NEW.draft_id);
END;

CREATE TRIGGER draft_changes_stay BEFORE UPDATE ON draft_changes BEGIN
    SELECT RAISE(ABORT, 'changes are append-only');
END;

CREATE TRIGGER draft_changes_remain BEFORE DELETE ON draft_changes BEGIN
    SELECT RAISE(ABORT, 'changes are append-only');
END;
