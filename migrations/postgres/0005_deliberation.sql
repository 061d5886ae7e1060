CREATE TABLE threads (
    id              UUID    NOT NULL PRIMARY KEY,
    instrument_id   UUID    NOT NULL,
    subject         TEXT    NOT NULL CHECK (subject IN ('clause', 'amendment', 'draft', 'preparation')),
    subject_id      UUID    NOT NULL,
    text_hash       BYTEA   CHECK (length(text_hash) = 32),
    text_number     BIGINT  CHECK (text_number > 0),
    quote           TEXT,
    quote_before    TEXT,
    quote_after     TEXT,
    quote_at        BIGINT  CHECK (quote_at >= 0),
    cursor_from     TEXT,
    cursor_to       TEXT,
    audience        TEXT    NOT NULL CHECK (audience IN ('organisation', 'group', 'delegates')),
    organisation_id UUID,
    opened_by       UUID    NOT NULL,
    opened_at       BIGINT  NOT NULL,
    resolved_by     UUID,
    resolved_at     BIGINT,
    CHECK ((audience = 'organisation') = (organisation_id IS NOT NULL)),
    CHECK ((subject = 'clause') = (text_hash IS NOT NULL)),
    CHECK ((subject = 'amendment') = (text_number IS NOT NULL)),
    CHECK ((quote IS NULL) = (quote_before IS NULL) AND (quote IS NULL) = (quote_after IS NULL)),
    CHECK ((quote IS NULL) = (quote_at IS NULL)),
    CHECK ((cursor_from IS NULL) = (cursor_to IS NULL)),
    CHECK (cursor_from IS NULL OR subject = 'draft'),
    CHECK ((resolved_by IS NULL) = (resolved_at IS NULL))
);

CREATE INDEX threads_of_subject ON threads (instrument_id, subject_id, opened_at);

CREATE TABLE messages (
    id              UUID    NOT NULL PRIMARY KEY,
    thread_id       UUID    NOT NULL REFERENCES threads (id),
    number          BIGINT  NOT NULL CHECK (number > 0),
    author_id       UUID    NOT NULL,
    organisation_id UUID,
    words           TEXT,
    sent_at         BIGINT  NOT NULL,
    edited_at       BIGINT,
    deleted_at      BIGINT,
    UNIQUE (thread_id, number),
    CHECK ((words IS NULL) = (deleted_at IS NOT NULL))
);

CREATE INDEX messages_of_author ON messages (author_id, sent_at);
CREATE INDEX messages_by_time ON messages (sent_at);

CREATE TABLE mentions (
    message_id  UUID    NOT NULL REFERENCES messages (id),
    delegate_id UUID    NOT NULL,
    PRIMARY KEY (message_id, delegate_id)
);

CREATE INDEX mentions_of_delegate ON mentions (delegate_id);

CREATE TABLE prepared_positions (
    id              UUID    NOT NULL PRIMARY KEY,
    instrument_id   UUID    NOT NULL,
    clause_id       UUID    NOT NULL,
    organisation_id UUID    NOT NULL,
    revision        BIGINT  NOT NULL CHECK (revision > 0),
    text_hash       BYTEA   NOT NULL CHECK (length(text_hash) = 32),
    kind            TEXT    NOT NULL,
    mandate         TEXT    NOT NULL,
    reason          TEXT,
    remedy          TEXT,
    reservation     TEXT,
    prepared_by     UUID    NOT NULL,
    prepared_at     BIGINT  NOT NULL,
    version         BIGINT  NOT NULL CHECK (version > 0),
    state           TEXT    NOT NULL CHECK (state IN ('open', 'sent_back', 'submitted', 'withdrawn')),
    answer          TEXT,
    entry_seq       BIGINT,
    answered_by     UUID,
    answered_at     BIGINT,
    CHECK ((state = 'open') = (answered_by IS NULL)),
    CHECK ((answered_by IS NULL) = (answered_at IS NULL)),
    CHECK ((state = 'sent_back') = (answer IS NOT NULL)),
    CHECK ((state = 'submitted') = (entry_seq IS NOT NULL))
);

CREATE INDEX prepared_positions_of_organisation
    ON prepared_positions (organisation_id, instrument_id, clause_id);

CREATE TABLE temperature_checks (
    id            UUID    NOT NULL PRIMARY KEY,
    instrument_id UUID    NOT NULL,
    question      TEXT,
    respondents   TEXT    NOT NULL CHECK (respondents IN ('organisations', 'persons')),
    opened_by     UUID    NOT NULL,
    opened_at     BIGINT  NOT NULL,
    closes_at     BIGINT  NOT NULL,
    closed_by     UUID,
    closed_at     BIGINT,
    CHECK (closes_at > opened_at),
    CHECK ((closed_by IS NULL) = (closed_at IS NULL))
);

CREATE INDEX temperature_checks_of_instrument ON temperature_checks (instrument_id, opened_at);

CREATE TABLE temperature_check_clauses (
    check_id  UUID    NOT NULL REFERENCES temperature_checks (id),
    clause_id UUID    NOT NULL,
    place     BIGINT  NOT NULL,
    number    TEXT    NOT NULL,
    text_hash BYTEA   NOT NULL CHECK (length(text_hash) = 32),
    wording   TEXT    NOT NULL,
    PRIMARY KEY (check_id, clause_id)
);

CREATE TABLE temperature_answers (
    check_id        UUID    NOT NULL,
    clause_id       UUID    NOT NULL,
    respondent_id   UUID    NOT NULL,
    delegate_id     UUID    NOT NULL,
    organisation_id UUID,
    step            TEXT    NOT NULL,
    note            TEXT,
    answered_at     BIGINT  NOT NULL,
    PRIMARY KEY (check_id, clause_id, respondent_id),
    FOREIGN KEY (check_id, clause_id) REFERENCES temperature_check_clauses (check_id, clause_id)
);

CREATE TABLE notices_read (
    delegate_id UUID    NOT NULL,
    line        TEXT    NOT NULL,
    read_until  BIGINT  NOT NULL,
    PRIMARY KEY (delegate_id, line)
);

CREATE TABLE notices_hidden (
    delegate_id UUID    NOT NULL,
    kind        TEXT    NOT NULL,
    PRIMARY KEY (delegate_id, kind)
);

CREATE TABLE feed_addresses (
    delegate_id UUID    NOT NULL PRIMARY KEY,
    secret_hash BYTEA   NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
    created_at  BIGINT  NOT NULL
);
