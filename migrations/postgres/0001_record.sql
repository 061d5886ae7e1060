CREATE TABLE entries (
    seq             BIGINT NOT NULL PRIMARY KEY,
    at              BIGINT NOT NULL UNIQUE,
    type            TEXT   NOT NULL,
    instrument_id   UUID,
    actor_id        UUID,
    organisation_id UUID,
    bytes           BYTEA  NOT NULL CHECK (length(bytes) BETWEEN 2 AND 65535)
);

CREATE INDEX entries_by_instrument ON entries (instrument_id, seq);
CREATE INDEX entries_by_actor ON entries (actor_id, seq);
CREATE INDEX entries_by_organisation ON entries (organisation_id, seq);

CREATE TABLE entry_clauses (
    clause_id UUID   NOT NULL,
    seq       BIGINT NOT NULL REFERENCES entries (seq),
    PRIMARY KEY (clause_id, seq)
);

CREATE TABLE contents (
    seq        BIGINT NOT NULL REFERENCES entries (seq),
    position   BIGINT NOT NULL CHECK (position >= 0),
    commitment BYTEA  NOT NULL CHECK (length(commitment) = 32),
    salt       BYTEA           CHECK (length(salt) = 32),
    bytes      BYTEA,
    PRIMARY KEY (seq, position),
    CHECK ((salt IS NULL) = (bytes IS NULL))
);

CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION entries_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    head RECORD;
BEGIN
    SELECT seq, at INTO head FROM entries ORDER BY seq DESC LIMIT 1;
    IF NEW.seq IS DISTINCT FROM coalesce(head.seq + 1, 0) THEN
        RAISE EXCEPTION 'an entry must have the next sequence number'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.at <= head.at THEN
        RAISE EXCEPTION 'an entry must be later than the one before'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION entry_clauses_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq IS DISTINCT FROM (SELECT max(seq) FROM entries) THEN
        RAISE EXCEPTION 'clauses are listed for the last entry only'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION contents_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq IS DISTINCT FROM (SELECT max(seq) FROM entries)
        OR NEW.position <> (SELECT count(*) FROM contents WHERE seq = NEW.seq) THEN
        RAISE EXCEPTION 'contents are added in order, to the last entry only'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION contents_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq <> OLD.seq OR NEW.position <> OLD.position
        OR NEW.commitment <> OLD.commitment
        OR NEW.salt IS NOT NULL OR NEW.bytes IS NOT NULL THEN
        RAISE EXCEPTION 'a content can only be erased, with its salt'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER entries_follow BEFORE INSERT ON entries
    FOR EACH ROW EXECUTE FUNCTION entries_follow();
CREATE TRIGGER entries_stay BEFORE UPDATE OR DELETE ON entries
    FOR EACH ROW EXECUTE FUNCTION refuse('entries are append-only');
CREATE TRIGGER entries_remain BEFORE TRUNCATE ON entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('entries are append-only');

CREATE TRIGGER entry_clauses_follow BEFORE INSERT ON entry_clauses
    FOR EACH ROW EXECUTE FUNCTION entry_clauses_follow();
CREATE TRIGGER entry_clauses_stay BEFORE UPDATE OR DELETE ON entry_clauses
    FOR EACH ROW EXECUTE FUNCTION refuse('entry_clauses is append-only');
CREATE TRIGGER entry_clauses_remain BEFORE TRUNCATE ON entry_clauses
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('entry_clauses is append-only');

CREATE TRIGGER contents_follow BEFORE INSERT ON contents
    FOR EACH ROW EXECUTE FUNCTION contents_follow();
CREATE TRIGGER contents_stay BEFORE UPDATE ON contents
    FOR EACH ROW EXECUTE FUNCTION contents_stay();
CREATE TRIGGER contents_delete BEFORE DELETE ON contents
    FOR EACH ROW EXECUTE FUNCTION refuse('contents are erased, never deleted');
CREATE TRIGGER contents_remain BEFORE TRUNCATE ON contents
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('contents are erased, never deleted');
