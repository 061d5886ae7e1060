CREATE TABLE accounts (
    delegate_id   BLOB    NOT NULL PRIMARY KEY,
    sign_in_name  TEXT    NOT NULL UNIQUE,
    password_hash TEXT,
    created_at    INTEGER NOT NULL,
    version       INTEGER NOT NULL
) STRICT;

CREATE TABLE invitations (
    id          BLOB    NOT NULL PRIMARY KEY,
    token_hash  BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    delegate_id BLOB    NOT NULL REFERENCES accounts (delegate_id),
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    used_at     INTEGER,
    revoked_at  INTEGER
) STRICT;

CREATE INDEX invitations_of_delegate ON invitations (delegate_id);

CREATE TABLE setup_links (
    token_hash BLOB    NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    id          BLOB    NOT NULL PRIMARY KEY,
    token_hash  BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    delegate_id BLOB    NOT NULL REFERENCES accounts (delegate_id),
    created_at  INTEGER NOT NULL,
    seen_at     INTEGER NOT NULL,
    ended_at    INTEGER,
    user_agent  TEXT    NOT NULL,
    address     TEXT    NOT NULL
) STRICT;

CREATE INDEX sessions_of_delegate ON sessions (delegate_id);

CREATE TABLE refresh_families (
    id          BLOB    NOT NULL PRIMARY KEY,
    delegate_id BLOB    NOT NULL REFERENCES accounts (delegate_id),
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    ended_at    INTEGER,
    user_agent  TEXT    NOT NULL,
    address     TEXT    NOT NULL
) STRICT;

CREATE INDEX refresh_families_of_delegate ON refresh_families (delegate_id);

CREATE TABLE refresh_tokens (
    token_hash BLOB    NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    family_id  BLOB    NOT NULL REFERENCES refresh_families (id) ON DELETE CASCADE,
    issued_at  INTEGER NOT NULL,
    used_at    INTEGER
) STRICT;

CREATE INDEX refresh_tokens_of_family ON refresh_tokens (family_id);

CREATE TABLE signing_keys (
    id           TEXT    NOT NULL PRIMARY KEY,
    public_key   BLOB    NOT NULL CHECK (length(public_key) = 32),
    created_at   INTEGER NOT NULL,
    verify_until INTEGER
) STRICT;

CREATE TABLE idempotency_keys (
    delegate_id  BLOB    NOT NULL REFERENCES accounts (delegate_id),
    key          TEXT    NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    request_hash BLOB    NOT NULL CHECK (length(request_hash) = 32),
    reserved_at  INTEGER NOT NULL,
    status       INTEGER,
    headers      TEXT,
    body         BLOB,
    PRIMARY KEY (delegate_id, key),
    CHECK ((status IS NULL) = (body IS NULL) AND (status IS NULL) = (headers IS NULL))
) STRICT;

CREATE TABLE read_marks (
    delegate_id   BLOB    NOT NULL REFERENCES accounts (delegate_id),
    instrument_id BLOB    NOT NULL,
    seq           INTEGER NOT NULL,
    PRIMARY KEY (delegate_id, instrument_id)
) STRICT;

CREATE TABLE preferences (
    delegate_id BLOB NOT NULL PRIMARY KEY REFERENCES accounts (delegate_id),
    language    TEXT,
    time_zone   TEXT,
    theme       TEXT
) STRICT;
