CREATE TABLE threads (
    id              BLOB    NOT NULL PRIMARY KEY,
    instrument_id   BLOB    NOT NULL,
    subject         TEXT    NOT NULL CHECK (subject IN ('clause', 'amendment', 'draft', 'preparation')),
    subject_id      BLOB    NOT NULL,
    text_hash       BLOB    CHECK (length(text_hash) = 32),
    text_number     INTEGER CHECK (text_number > 0),
    quote           TEXT,
    quote_before    TEXT,
    quote_after     TEXT,
    quote_at        INTEGER CHECK (quote_at >= 0),
    cursor_from     TEXT,
    cursor_to       TEXT,
    audience        TEXT    NOT NULL CHECK (audience IN ('organisation', 'group', 'delegates')),
    organisation_id BLOB,
    opened_by       BLOB    NOT NULL,
    opened_at       INTEGER NOT NULL,
    resolved_by     BLOB,
    resolved_at     INTEGER,
    CHECK ((audience = 'organisation') = (organisation_id IS NOT NULL)),
    CHECK ((subject = 'clause') = (text_hash IS NOT NULL)),
    CHECK ((subject = 'amendment') = (text_number IS NOT NULL)),
    CHECK ((quote IS NULL) = (quote_before IS NULL) AND (quote IS NULL) = (quote_after IS NULL)),
    CHECK ((quote IS NULL) = (quote_at IS NULL)),
    CHECK ((cursor_from IS NULL) = (cursor_to IS NULL)),
    CHECK (cursor_from IS NULL OR subject = 'draft'),
    CHECK ((resolved_by IS NULL) = (resolved_at IS NULL))
) STRICT;

CREATE INDEX threads_of_subject ON threads (instrument_id, subject_id, opened_at);

CREATE TABLE messages (
    id              BLOB    NOT NULL PRIMARY KEY,
    thread_id       BLOB    NOT NULL REFERENCES threads (id),
    number          INTEGER NOT NULL CHECK (number > 0),
    author_id       BLOB    NOT NULL,
    organisation_id BLOB,
    words           TEXT,
    sent_at         INTEGER NOT NULL,
    edited_at       INTEGER,
    deleted_at      INTEGER,
    UNIQUE (thread_id, number),
    CHECK ((words IS NULL) = (deleted_at IS NOT NULL))
) STRICT;

CREATE INDEX messages_of_author ON messages (author_id, sent_at);
CREATE INDEX messages_by_time ON messages (sent_at);

CREATE TABLE mentions (
    message_id  BLOB    NOT NULL REFERENCES messages (id),
    delegate_id BLOB    NOT NULL,
    PRIMARY KEY (message_id, delegate_id)
) STRICT;

CREATE INDEX mentions_of_delegate ON mentions (delegate_id);

CREATE TABLE prepared_positions (
    id              BLOB    NOT NULL PRIMARY KEY,
    instrument_id   BLOB    NOT NULL,
    clause_id       BLOB    NOT NULL,
    organisation_id BLOB    NOT NULL,
    revision        INTEGER NOT NULL CHECK (revision > 0),
    text_hash       BLOB    NOT NULL CHECK (length(text_hash) = 32),
    kind            TEXT    NOT NULL,
    mandate         TEXT    NOT NULL,
    reason          TEXT,
    remedy          TEXT,
    reservation     TEXT,
    prepared_by     BLOB    NOT NULL,
    prepared_at     INTEGER NOT NULL,
    version         INTEGER NOT NULL CHECK (version > 0),
    state           TEXT    NOT NULL CHECK (state IN ('open', 'sent_back', 'submitted', 'withdrawn')),
    answer          TEXT,
    entry_seq       INTEGER,
    answered_by     BLOB,
    answered_at     INTEGER,
    CHECK ((state = 'open') = (answered_by IS NULL)),
    CHECK ((answered_by IS NULL) = (answered_at IS NULL)),
    CHECK ((state = 'sent_back') = (answer IS NOT NULL)),
    CHECK ((state = 'submitted') = (entry_seq IS NOT NULL))
) STRICT;

CREATE INDEX prepared_positions_of_organisation
    ON prepared_positions (organisation_id, instrument_id, clause_id);

CREATE TABLE temperature_checks (
    id            BLOB    NOT NULL PRIMARY KEY,
    instrument_id BLOB    NOT NULL,
    question      TEXT,
    respondents   TEXT    NOT NULL CHECK (respondents IN ('organisations', 'persons')),
    opened_by     BLOB    NOT NULL,
    opened_at     INTEGER NOT NULL,
    closes_at     INTEGER NOT NULL,
    closed_by     BLOB,
    closed_at     INTEGER,
    CHECK (closes_at > opened_at),
    CHECK ((closed_by IS NULL) = (closed_at IS NULL))
) STRICT;

CREATE INDEX temperature_checks_of_instrument ON temperature_checks (instrument_id, opened_at);

CREATE TABLE temperature_check_clauses (
    check_id  BLOB    NOT NULL REFERENCES temperature_checks (id),
    clause_id BLOB    NOT NULL,
    place     INTEGER NOT NULL,
    number    TEXT    NOT NULL,
    text_hash BLOB    NOT NULL CHECK (length(text_hash) = 32),
    wording   TEXT    NOT NULL,
    PRIMARY KEY (check_id, clause_id)
) STRICT;

CREATE TABLE temperature_answers (
    check_id        BLOB    NOT NULL,
    clause_id       BLOB    NOT NULL,
    respondent_id   BLOB    NOT NULL,
    delegate_id     BLOB    NOT NULL,
    organisation_id BLOB,
    step            TEXT    NOT NULL,
    note            TEXT,
    answered_at     INTEGER NOT NULL,
    PRIMARY KEY (check_id, clause_id, respondent_id),
    FOREIGN KEY (check_id, clause_id) REFERENCES temperature_check_clauses (check_id, clause_id)
) STRICT;

CREATE TABLE notices_read (
    delegate_id BLOB    NOT NULL,
    line        TEXT    NOT NULL,
    read_until  INTEGER NOT NULL,
    PRIMARY KEY (delegate_id, line)
) STRICT;

CREATE TABLE notices_hidden (
    delegate_id BLOB    NOT NULL,
    kind        TEXT    NOT NULL,
    PRIMARY KEY (delegate_id, kind)
) STRICT;

CREATE TABLE feed_addresses (
    delegate_id BLOB    NOT NULL PRIMARY KEY,
    secret_hash BLOB    NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
    created_at  INTEGER NOT NULL
) STRICT;
