CREATE TABLE drafts (
    id            UUID   NOT NULL PRIMARY KEY,
    instrument_id UUID   NOT NULL,
    amendment_id  UUID,
    epoch         BIGINT NOT NULL CHECK (epoch >= 0),
    created_at    BIGINT NOT NULL
);

CREATE UNIQUE INDEX drafts_of_instrument ON drafts (instrument_id, epoch)
    WHERE amendment_id IS NULL;
CREATE UNIQUE INDEX drafts_of_amendment ON drafts (amendment_id, epoch)
    WHERE amendment_id IS NOT NULL;

CREATE TABLE draft_actors (
    draft_id    UUID   NOT NULL REFERENCES drafts (id),
    actor       BYTEA  NOT NULL CHECK (length(actor) BETWEEN 1 AND 64),
    delegate_id UUID   NOT NULL,
    bound_at    BIGINT NOT NULL,
    PRIMARY KEY (draft_id, actor)
);

CREATE TABLE draft_changes (
    draft_id    UUID   NOT NULL REFERENCES drafts (id),
    position    BIGINT NOT NULL,
    hash        BYTEA  NOT NULL CHECK (length(hash) = 32),
    actor       BYTEA  NOT NULL,
    delegate_id UUID   NOT NULL,
    at          BIGINT NOT NULL,
    bytes       BYTEA  NOT NULL,
    PRIMARY KEY (draft_id, position),
    UNIQUE (draft_id, hash)
);

CREATE TABLE draft_snapshots (
    draft_id UUID   NOT NULL PRIMARY KEY REFERENCES drafts (id),
    changes  BIGINT NOT NULL CHECK (changes >= 0),
    bytes    BYTEA  NOT NULL,
    saved_at BIGINT NOT NULL
);

CREATE FUNCTION draft_actors_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM draft_actors
               WHERE draft_id = NEW.draft_id AND actor = NEW.actor) THEN
        RETURN NULL;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION draft_changes_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM draft_changes
               WHERE draft_id = NEW.draft_id AND hash = NEW.hash) THEN
        RETURN NULL;
    END IF;
    IF NEW.position IS DISTINCT FROM (SELECT coalesce(max(position) + 1, 0) FROM draft_changes
                                      WHERE draft_id = NEW.draft_id) THEN
        RAISE EXCEPTION 'a change must have the next position'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER drafts_stay BEFORE UPDATE OR DELETE ON drafts
    FOR EACH ROW EXECUTE FUNCTION refuse('a draft is made once and kept');
CREATE TRIGGER drafts_remain BEFORE TRUNCATE ON drafts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a draft is made once and kept');

CREATE TRIGGER draft_actors_follow BEFORE INSERT ON draft_actors
    FOR EACH ROW EXECUTE FUNCTION draft_actors_follow();
CREATE TRIGGER draft_actors_stay BEFORE UPDATE OR DELETE ON draft_actors
    FOR EACH ROW EXECUTE FUNCTION refuse('an actor belongs to its first delegate for ever');
CREATE TRIGGER draft_actors_remain BEFORE TRUNCATE ON draft_actors
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('an actor belongs to its first delegate for ever');

CREATE TRIGGER draft_changes_follow BEFORE INSERT ON draft_changes
    FOR EACH ROW EXECUTE FUNCTION draft_changes_follow();
CREATE TRIGGER draft_changes_stay BEFORE UPDATE OR DELETE ON draft_changes
    FOR EACH ROW EXECUTE FUNCTION refuse('changes are append-only');
CREATE TRIGGER draft_changes_remain BEFORE TRUNCATE ON draft_changes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('changes are append-only');
