CREATE TABLE audit_filters (
    id          UUID   NOT NULL PRIMARY KEY,
    delegate_id UUID   NOT NULL,
    name        TEXT   NOT NULL,
    query       TEXT   NOT NULL,
    created_at  BIGINT NOT NULL
);

CREATE INDEX audit_filters_of_delegate ON audit_filters (delegate_id, created_at);
