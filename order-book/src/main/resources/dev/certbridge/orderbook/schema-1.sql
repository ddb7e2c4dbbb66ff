-- The same statements for SQLite and PostgreSQL. Times and durations are ISO 8601 text, requests are name=value lines.

CREATE TABLE certbridge_book (
  one      INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  identity TEXT,
  halted   TEXT
);

INSERT INTO certbridge_book (one, halted) VALUES (1, NULL);

CREATE TABLE certbridge_attempt (
  number           BIGINT NOT NULL PRIMARY KEY,
  intent           TEXT NOT NULL,
  target           TEXT NOT NULL,
  request          TEXT NOT NULL,
  key_sha256       TEXT,
  completes        TEXT,
  verb             TEXT NOT NULL,
  leave            TEXT NOT NULL,
  deadline         TEXT NOT NULL,
  snapshot         BIGINT,
  budget           TEXT,
  charge_currency  TEXT,
  charge_cents     BIGINT,
  allowed_currency TEXT,
  allowed_cents    BIGINT,
  owner            TEXT NOT NULL,
  begun            TEXT NOT NULL,
  state            TEXT NOT NULL,
  status           INTEGER,
  headers          TEXT,
  order_id         TEXT,
  reason           TEXT
);

CREATE INDEX certbridge_attempt_intent ON certbridge_attempt (intent);

CREATE INDEX certbridge_attempt_key ON certbridge_attempt (key_sha256);

CREATE INDEX certbridge_attempt_order ON certbridge_attempt (order_id);

CREATE INDEX certbridge_attempt_budget ON certbridge_attempt (budget);

CREATE INDEX certbridge_attempt_unresolved ON certbridge_attempt (number) WHERE state IN ('SENDING', 'UNKNOWN');

CREATE TABLE certbridge_order (
  order_id    TEXT NOT NULL PRIMARY KEY,
  target      TEXT NOT NULL,
  provider_id TEXT NOT NULL,
  request     TEXT NOT NULL,
  intent      TEXT
);

CREATE INDEX certbridge_order_listed ON certbridge_order (target, provider_id);

CREATE TABLE certbridge_snapshot (
  number BIGINT NOT NULL PRIMARY KEY,
  target TEXT NOT NULL,
  taken  TEXT NOT NULL,
  seen   TEXT NOT NULL
);

CREATE TABLE certbridge_budget (
  name     TEXT NOT NULL PRIMARY KEY,
  orders   BIGINT NOT NULL,
  currency TEXT NOT NULL,
  cents    BIGINT NOT NULL
);

CREATE TABLE certbridge_refund (
  order_id TEXT NOT NULL PRIMARY KEY,
  currency TEXT NOT NULL,
  cents    BIGINT NOT NULL
);

CREATE TABLE certbridge_hold (
  name       TEXT NOT NULL PRIMARY KEY,
  holder     TEXT NOT NULL,
  held_until TEXT NOT NULL
);
