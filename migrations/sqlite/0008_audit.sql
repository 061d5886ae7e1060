CREATE TABLE audit_filters (
    id          BLOB    NOT NULL PRIMARY KEY,
    delegate_id BLOB    NOT NULL,
    name        TEXT    NOT NULL,
    query       TEXT    NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX audit_filters_of_delegate ON audit_filters (delegate_id, created_at);
