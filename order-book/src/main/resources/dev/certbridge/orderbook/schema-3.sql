-- PostgreSQL limits the length of an indexed value, and a reseller's id may have any length. For a long id, order_id and
-- provider_id contain its beginning and its SHA-256, and whole_id contains the whole id.

ALTER TABLE certbridge_attempt ADD COLUMN whole_id TEXT;

ALTER TABLE certbridge_order ADD COLUMN whole_id TEXT;

ALTER TABLE certbridge_record ADD COLUMN whole_id TEXT;
