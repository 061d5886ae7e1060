CREATE TABLE draft_amendments (
    draft_id        UUID    NOT NULL PRIMARY KEY REFERENCES drafts (id),
    organisation_id UUID    NOT NULL,
    title           TEXT    NOT NULL,
    revision        BIGINT  NOT NULL CHECK (revision > 0),
    base            TEXT    NOT NULL,
    amends          UUID,
    revises         UUID,
    revises_text    BIGINT  CHECK (revises_text > 0),
    opened_by       UUID    NOT NULL,
    opened_at       BIGINT  NOT NULL,
    outcome         TEXT    CHECK (outcome IN ('tabled', 'discarded', 'carried')),
    successor       UUID    REFERENCES drafts (id),
    closed_by       UUID,
    closed_at       BIGINT,
    CHECK (amends IS NULL OR revises IS NULL),
    CHECK ((revises IS NULL) = (revises_text IS NULL)),
    CHECK ((outcome IS NULL) = (closed_by IS NULL)),
    CHECK ((outcome IS NULL) = (closed_at IS NULL)),
    CHECK ((successor IS NOT NULL) = (outcome IS NOT NULL AND outcome = 'carried'))
);

CREATE INDEX drafts_by_instrument ON drafts (instrument_id)
    WHERE amendment_id IS NOT NULL;

CREATE TABLE draft_amendment_sponsors (
    draft_id        UUID    NOT NULL REFERENCES draft_amendments (draft_id),
    organisation_id UUID    NOT NULL,
    state           TEXT    NOT NULL CHECK (state IN ('invited', 'joined', 'declined', 'withdrawn')),
    changed_by      UUID    NOT NULL,
    changed_at      BIGINT  NOT NULL,
    PRIMARY KEY (draft_id, organisation_id)
);
