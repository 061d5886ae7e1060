-- The ledger over the entries: an RFC 6962 tree, and what was signed of it.

CREATE TABLE tree_nodes (
    level BIGINT NOT NULL CHECK (level BETWEEN 0 AND 62),
    place BIGINT NOT NULL CHECK (place >= 0),
    hash  BYTEA  NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (level, place)
);

CREATE TABLE ledger_origin (
    only_one BIGINT NOT NULL PRIMARY KEY CHECK (only_one = 1),
    origin   TEXT   NOT NULL CHECK (length(origin) BETWEEN 1 AND 255),
    key      BYTEA           CHECK (length(key) = 32)
);

CREATE TABLE checkpoints (
    size BIGINT NOT NULL PRIMARY KEY CHECK (size > 0),
    root BYTEA  NOT NULL CHECK (length(root) = 32),
    note TEXT   NOT NULL,
    at   BIGINT NOT NULL
);

CREATE TABLE cosignatures (
    size    BIGINT NOT NULL REFERENCES checkpoints (size),
    witness TEXT   NOT NULL,
    line    TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (size, witness)
);

CREATE INDEX cosignatures_by_witness ON cosignatures (witness, size);

CREATE FUNCTION tree_nodes_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.place IS DISTINCT FROM
        (SELECT coalesce(max(place) + 1, 0) FROM tree_nodes WHERE level = NEW.level) THEN
        RAISE EXCEPTION 'nodes of a level follow each other'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.level = 0 AND NOT EXISTS (SELECT 1 FROM entries WHERE seq = NEW.place) THEN
        RAISE EXCEPTION 'a leaf belongs to an entry'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.level > 0 AND NOT EXISTS
        (SELECT 1 FROM tree_nodes WHERE level = NEW.level - 1 AND place = 2 * NEW.place + 1) THEN
        RAISE EXCEPTION 'a node stands on two others'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION ledger_origin_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.key IS NOT NULL THEN
        RAISE EXCEPTION 'the key of a ledger is set once, and its origin before that'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION checkpoints_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.size <= (SELECT max(size) FROM checkpoints) THEN
        RAISE EXCEPTION 'a checkpoint is larger than the one before'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM tree_nodes WHERE level = 0 AND place = NEW.size - 1) THEN
        RAISE EXCEPTION 'a checkpoint covers entries that there are'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER tree_nodes_follow BEFORE INSERT ON tree_nodes
    FOR EACH ROW EXECUTE FUNCTION tree_nodes_follow();
CREATE TRIGGER tree_nodes_stay BEFORE UPDATE OR DELETE ON tree_nodes
    FOR EACH ROW EXECUTE FUNCTION refuse('tree_nodes is append-only');
CREATE TRIGGER tree_nodes_remain BEFORE TRUNCATE ON tree_nodes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('tree_nodes is append-only');

CREATE TRIGGER ledger_origin_stays BEFORE UPDATE ON ledger_origin
    FOR EACH ROW EXECUTE FUNCTION ledger_origin_stays();
CREATE TRIGGER ledger_origin_remains BEFORE DELETE ON ledger_origin
    FOR EACH ROW EXECUTE FUNCTION refuse('a ledger keeps its origin');
CREATE TRIGGER ledger_origin_is_kept BEFORE TRUNCATE ON ledger_origin
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a ledger keeps its origin');

CREATE TRIGGER checkpoints_follow BEFORE INSERT ON checkpoints
    FOR EACH ROW EXECUTE FUNCTION checkpoints_follow();
CREATE TRIGGER checkpoints_stay BEFORE UPDATE OR DELETE ON checkpoints
    FOR EACH ROW EXECUTE FUNCTION refuse('checkpoints are append-only');
CREATE TRIGGER checkpoints_remain BEFORE TRUNCATE ON checkpoints
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('checkpoints are append-only');

CREATE TRIGGER cosignatures_stay BEFORE UPDATE OR DELETE ON cosignatures
    FOR EACH ROW EXECUTE FUNCTION refuse('cosignatures are append-only');
CREATE TRIGGER cosignatures_remain BEFORE TRUNCATE ON cosignatures
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('cosignatures are append-only');
