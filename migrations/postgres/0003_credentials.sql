CREATE TABLE accounts (
    delegate_id   UUID    NOT NULL PRIMARY KEY,
    sign_in_name  TEXT    NOT NULL UNIQUE,
    password_hash TEXT,
    created_at    BIGINT  NOT NULL,
    version       BIGINT  NOT NULL
);

CREATE TABLE invitations (
    id          UUID    NOT NULL PRIMARY KEY,
    token_hash  BYTEA   NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    delegate_id UUID    NOT NULL REFERENCES accounts (delegate_id),
    created_at  BIGINT  NOT NULL,
    expires_at  BIGINT  NOT NULL,
    used_at     BIGINT,
    revoked_at  BIGINT
);

CREATE INDEX invitations_of_delegate ON invitations (delegate_id);

CREATE TABLE setup_links (
    token_hash BYTEA   NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    expires_at BIGINT  NOT NULL
);

CREATE TABLE sessions (
    id          UUID    NOT NULL PRIMARY KEY,
    token_hash  BYTEA   NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    delegate_id UUID    NOT NULL REFERENCES accounts (delegate_id),
    created_at  BIGINT  NOT NULL,
    seen_at     BIGINT  NOT NULL,
    ended_at    BIGINT,
    user_agent  TEXT    NOT NULL,
    address     TEXT    NOT NULL
);

CREATE INDEX sessions_of_delegate ON sessions (delegate_id);

CREATE TABLE refresh_families (
    id          UUID    NOT NULL PRIMARY KEY,
    delegate_id UUID    NOT NULL REFERENCES accounts (delegate_id),
    created_at  BIGINT  NOT NULL,
    expires_at  BIGINT  NOT NULL,
    ended_at    BIGINT,
    user_agent  TEXT    NOT NULL,
    address     TEXT    NOT NULL
);

CREATE INDEX refresh_families_of_delegate ON refresh_families (delegate_id);

CREATE TABLE refresh_tokens (
    token_hash BYTEA   NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    family_id  UUID    NOT NULL REFERENCES refresh_families (id) ON DELETE CASCADE,
    issued_at  BIGINT  NOT NULL,
    used_at    BIGINT
);

CREATE INDEX refresh_tokens_of_family ON refresh_tokens (family_id);

CREATE TABLE signing_keys (
    id           TEXT    NOT NULL PRIMARY KEY,
    public_key   BYTEA   NOT NULL CHECK (length(public_key) = 32),
    created_at   BIGINT  NOT NULL,
    verify_until BIGINT
);

CREATE TABLE idempotency_keys (
    delegate_id  UUID    NOT NULL REFERENCES accounts (delegate_id),
    key          TEXT    NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    request_hash BYTEA   NOT NULL CHECK (length(request_hash) = 32),
    reserved_at  BIGINT  NOT NULL,
    status       BIGINT,
    headers      TEXT,
    body         BYTEA,
    PRIMARY KEY (delegate_id, key),
    CHECK ((status IS NULL) = (body IS NULL) AND (status IS NULL) = (headers IS NULL))
);

CREATE TABLE read_marks (
    delegate_id   UUID    NOT NULL REFERENCES accounts (delegate_id),
    instrument_id UUID    NOT NULL,
    seq           BIGINT  NOT NULL,
    PRIMARY KEY (delegate_id, instrument_id)
);

CREATE TABLE preferences (
    delegate_id UUID NOT NULL PRIMARY KEY REFERENCES accounts (delegate_id),
    language    TEXT,
    time_zone   TEXT,
    theme       TEXT
);
