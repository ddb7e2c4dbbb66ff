-- The listings of a reseller before orders, stored as changes. A listing contains the ids of all rows of its account in
-- certbridge_listed_ids whose first_listing is not after it, and whose gone_listing is null or after it. Listings and
-- snapshots have their numbers from one sequence.

CREATE TABLE certbridge_listing (
  number BIGINT NOT NULL PRIMARY KEY,
  target TEXT NOT NULL,
  taken  TEXT NOT NULL,
  kept   TEXT NOT NULL
);

CREATE INDEX certbridge_listing_kept ON certbridge_listing (kept);

CREATE TABLE certbridge_listed_ids (
  number        BIGINT NOT NULL PRIMARY KEY,
  target        TEXT NOT NULL,
  first_listing BIGINT NOT NULL,
  gone_listing  BIGINT,
  ids           TEXT NOT NULL
);

CREATE INDEX certbridge_listed_ids_gone ON certbridge_listed_ids (gone_listing) WHERE gone_listing IS NOT NULL;

-- The newest listing of an account. Orders share it for some time after began. reader reads the next listing.

CREATE TABLE certbridge_account (
  target        TEXT NOT NULL PRIMARY KEY,
  newest        BIGINT NOT NULL,
  began         TEXT,
  reader        TEXT,
  reading_until TEXT,
  open_orders   TEXT NOT NULL
);

CREATE INDEX certbridge_attempt_abandoned ON certbridge_attempt (snapshot) WHERE state = 'ABANDONED';

-- Snapshots that no attempt needs any more. Reissues need their snapshots also when they are accepted. The snapshot with
-- the highest number stays, so that its number is not used again.

CREATE INDEX certbridge_migration ON certbridge_attempt (snapshot);

DELETE FROM certbridge_snapshot WHERE number < (SELECT MAX(number) FROM certbridge_snapshot)
  AND NOT EXISTS (SELECT 1 FROM certbridge_attempt a WHERE a.snapshot = certbridge_snapshot.number
    AND NOT (a.verb IN ('ORDER', 'RENEW') AND a.state IN ('ACCEPTED', 'REJECTED', 'NOT_SENT', 'QUOTED')));

DROP INDEX certbridge_migration;
