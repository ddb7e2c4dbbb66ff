-- The type of a quote without an intent was stored under another name before.

UPDATE certbridge_attempt SET verb = 'STANDALONE_QUOTE' WHERE verb = 'QUESTION';
