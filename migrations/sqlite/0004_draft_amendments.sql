CREATE TABLE draft_amendments (
    draft_id        BLOB    NOT NULL PRIMARY KEY REFERENCES drafts (id),
    organisation_id BLOB    NOT NULL,
    title           TEXT    NOT NULL,
    revision        INTEGER NOT NULL CHECK (revision > 0),
    base            TEXT    NOT NULL,
    amends          BLOB,
    revises         BLOB,
    revises_text    INTEGER CHECK (revises_text > 0),
    opened_by       BLOB    NOT NULL,
    opened_at       INTEGER NOT NULL,
    outcome         TEXT    CHECK (outcome IN ('tabled', 'discarded', 'carried')),
    successor       BLOB    REFERENCES drafts (id),
    closed_by       BLOB,
    closed_at       INTEGER,
    CHECK (amends IS NULL OR revises IS NULL),
    CHECK ((revises IS NULL) = (revises_text IS NULL)),
    CHECK ((outcome IS NULL) = (closed_by IS NULL)),
    CHECK ((outcome IS NULL) = (closed_at IS NULL)),
    CHECK ((successor IS NOT NULL) = (outcome IS NOT NULL AND outcome = 'carried'))
) STRICT;

CREATE INDEX drafts_by_instrument ON drafts (instrument_id)
    WHERE amendment_id IS NOT NULL;

CREATE TABLE draft_amendment_sponsors (
    draft_id        BLOB    NOT NULL REFERENCES draft_amendments (draft_id),
    organisation_id BLOB    NOT NULL,
    state           TEXT    NOT NULL CHECK (state IN ('invited', 'joined', 'declined', 'withdrawn')),
    changed_by      BLOB    NOT NULL,
    changed_at      INTEGER NOT NULL,
    PRIMARY KEY (draft_id, organisation_id)
) STRICT;
