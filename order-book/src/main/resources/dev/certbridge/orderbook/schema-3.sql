-- An order is found by order_id, an index of PostgreSQL takes only so much, and a reseller's id may be of any length: of
-- a longer one order_id and provider_id hold the beginning and a SHA-256, and whole_id all of it.

ALTER TABLE certbridge_attempt ADD COLUMN whole_id TEXT;

ALTER TABLE certbridge_order ADD COLUMN whole_id TEXT;

ALTER TABLE certbridge_record ADD COLUMN whole_id TEXT;
