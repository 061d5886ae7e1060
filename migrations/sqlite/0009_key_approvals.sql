CREATE TABLE key_approvals (
    organisation_id BLOB    NOT NULL,
    public_key      BLOB    NOT NULL CHECK (length(public_key) = 32),
    approving_id    BLOB    NOT NULL,
    delegate_id     BLOB    NOT NULL,
    protected       TEXT    NOT NULL,
    payload         TEXT    NOT NULL,
    signature       TEXT    NOT NULL,
    approved_at     INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, public_key, approving_id)
) STRICT;
