-- What a prepared objection is about, joins, and would be cured by: a JSON array of amendments.

ALTER TABLE prepared_positions ADD COLUMN passage TEXT;
ALTER TABLE prepared_positions ADD COLUMN joins INTEGER;
ALTER TABLE prepared_positions ADD COLUMN cures TEXT NOT NULL DEFAULT '[]';
