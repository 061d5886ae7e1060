CREATE TABLE key_approvals (
    organisation_id UUID   NOT NULL,
    public_key      BYTEA  NOT NULL CHECK (length(public_key) = 32),
    approving_id    UUID   NOT NULL,
    delegate_id     UUID   NOT NULL,
    protected       TEXT   NOT NULL,
    payload         TEXT   NOT NULL,
    signature       TEXT   NOT NULL,
    approved_at     BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, public_key, approving_id)
);
