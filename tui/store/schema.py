"""Database schema, as numbered migrations: step 1 makes version 1 from an empty file, and so on.

A released step is never changed. Times are whole microseconds since 1970 (UTC).
"""

from __future__ import annotations

APPLICATION_ID = 0x61737479
"""Marks the file as ours (``PRAGMA application_id``): "asty"."""

_FIRST = (
    """
    CREATE TABLE websites (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        domain TEXT NOT NULL,
        is_primary INTEGER NOT NULL,
        position INTEGER NOT NULL
    )
    """,
    """
    CREATE TABLE account (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        email TEXT NOT NULL,
        plan TEXT NOT NULL,
        messages_used INTEGER NOT NULL,
        messages_limit INTEGER
    )
    """,
    # From first_question on: a summary that is updated with the messages, so that listing reads none of them.
    """
    CREATE TABLE sessions (
        id TEXT PRIMARY KEY,
        website_id INTEGER NOT NULL,
        custom_title TEXT,
        elsewhere INTEGER NOT NULL DEFAULT 0,
        pinned INTEGER NOT NULL DEFAULT 0,
        created_at INTEGER NOT NULL,
        refreshed_at INTEGER,
        removed_at INTEGER,
        first_question TEXT NOT NULL DEFAULT '',
        last_line TEXT NOT NULL DEFAULT '',
        message_count INTEGER NOT NULL DEFAULT 0,
        trouble_count INTEGER NOT NULL DEFAULT 0,
        has_draft INTEGER NOT NULL DEFAULT 0,
        updated_at INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE INDEX sessions_in_order ON sessions (website_id, pinned DESC, updated_at DESC)
    WHERE removed_at IS NULL
    """,
    # AUTOINCREMENT: a key is never reused, so a stale one on a screen cannot mean another message.
    # seen: the service has listed the message; remote_at: its time by the service's clock.
    """
    CREATE TABLE messages (
        key INTEGER PRIMARY KEY AUTOINCREMENT,
        session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
        content TEXT NOT NULL,
        at INTEGER NOT NULL,
        state TEXT NOT NULL
            CHECK (state IN ('queued', 'sending', 'answered', 'failed', 'unknown', 'received')),
        fault TEXT,
        seconds REAL,
        author TEXT,
        sent_at INTEGER,
        claimed_by TEXT,
        seen INTEGER NOT NULL DEFAULT 0,
        remote_at INTEGER
    )
    """,
    "CREATE INDEX messages_in_order ON messages (session_id, position)",
    "CREATE INDEX messages_by_state ON messages (state, session_id)",
    """
    CREATE VIRTUAL TABLE messages_fts USING fts5 (
        content,
        content = 'messages',
        content_rowid = 'key',
        tokenize = 'unicode61 remove_diacritics 2',
        prefix = '2 3'
    )
    """,
    """
    CREATE TRIGGER messages_fts_insert AFTER INSERT ON messages BEGIN
        INSERT INTO messages_fts (rowid, content) VALUES (new.key, new.content);
    END
    """,
    """
    CREATE TRIGGER messages_fts_delete AFTER DELETE ON messages BEGIN
        INSERT INTO messages_fts (messages_fts, rowid, content) VALUES ('delete', old.key, old.content);
    END
    """,
    """
    CREATE TRIGGER messages_fts_update AFTER UPDATE OF content ON messages BEGIN
        INSERT INTO messages_fts (messages_fts, rowid, content) VALUES ('delete', old.key, old.content);
        INSERT INTO messages_fts (rowid, content) VALUES (new.key, new.content);
    END
    """,
    """
    CREATE TABLE drafts (
        session_id TEXT PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
        text TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TRIGGER drafts_insert AFTER INSERT ON drafts BEGIN
        UPDATE sessions SET has_draft = 1 WHERE id = new.session_id;
    END
    """,
    """
    CREATE TRIGGER drafts_delete AFTER DELETE ON drafts BEGIN
        UPDATE sessions SET has_draft = 0 WHERE id = old.session_id;
    END
    """,
    "CREATE TABLE preferences (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    f"PRAGMA application_id = {APPLICATION_ID}",
)

_CHANGED = """
    CREATE TRIGGER sessions_{what}_noted AFTER {what} ON sessions BEGIN
        DELETE FROM changes WHERE session_id = {row}.id;
        INSERT INTO changes (session_id) VALUES ({row}.id);
    END
"""

_SECOND = (
    "ALTER TABLE messages ADD COLUMN retry_at INTEGER",
    # Each session's latest change. Triggers on sessions suffice: every change in one updates its row.
    "CREATE TABLE changes (number INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT NOT NULL UNIQUE)",
    _CHANGED.format(what="INSERT", row="new"),
    _CHANGED.format(what="UPDATE", row="new"),
    _CHANGED.format(what="DELETE", row="old"),
)

_THIRD = (
    # Which write stored a draft: several instances may have the session open, each knows the last it read.
    "ALTER TABLE drafts ADD COLUMN owner TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE drafts ADD COLUMN version INTEGER NOT NULL DEFAULT 1",
    """
    CREATE TRIGGER drafts_update AFTER UPDATE ON drafts BEGIN
        UPDATE sessions SET has_draft = 1 WHERE id = new.session_id;
    END
    """,
    # The unaccepted text of dialogs; place says what the dialog is about.
    """
    CREATE TABLE unfinished (
        place TEXT PRIMARY KEY,
        text TEXT NOT NULL,
        owner TEXT NOT NULL
    ) WITHOUT ROWID
    """,
)

_INDEX_FOLDED_WORDS = (
    *(f"DROP TRIGGER messages_fts_{event}" for event in ("insert", "delete", "update")),
    "DROP TABLE messages_fts",
    # With its own copy of the words: a row is deleted by its id, even if a later Python folds differently.
    """
    CREATE VIRTUAL TABLE messages_fts USING fts5 (
        words,
        tokenize = 'unicode61 remove_diacritics 2',
        prefix = '2 3'
    )
    """,
    "INSERT INTO messages_fts (rowid, words) SELECT key, searchable(content) FROM messages",
    """
    CREATE TRIGGER messages_fts_insert AFTER INSERT ON messages BEGIN
        INSERT INTO messages_fts (rowid, words) VALUES (new.key, searchable(new.content));
    END
    """,
    """
    CREATE TRIGGER messages_fts_delete AFTER DELETE ON messages BEGIN
        DELETE FROM messages_fts WHERE rowid = old.key;
    END
    """,
    """
    CREATE TRIGGER messages_fts_update AFTER UPDATE OF content ON messages BEGIN
        UPDATE messages_fts SET words = searchable(new.content) WHERE rowid = new.key;
    END
    """,
)

_TELL_SESSIONS_BY_SOURCE = (
    """
    ALTER TABLE sessions ADD COLUMN source TEXT NOT NULL DEFAULT 'ours'
        CHECK (source IN ('ours', 'check', 'visitor'))
    """,
    "DROP INDEX sessions_in_order",
    """
    CREATE INDEX sessions_in_order ON sessions (website_id, source, pinned DESC, updated_at DESC)
    WHERE removed_at IS NULL
    """,
)

_REMEMBER_ABILITIES = (
    """
    CREATE TABLE abilities (
        name TEXT PRIMARY KEY,
        there INTEGER NOT NULL,
        tried_at INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
)

STEPS: tuple[tuple[str, ...], ...] = (
    _FIRST,
    _SECOND,
    _THIRD,
    _INDEX_FOLDED_WORDS,
    _TELL_SESSIONS_BY_SOURCE,
    _REMEMBER_ABILITIES,
)
"""The statements of each step."""
