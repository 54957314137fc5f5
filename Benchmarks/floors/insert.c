// The naive way to take events in once each: one row an event, its key UNIQUE as text, as anybody would begin.
//   insert DATABASE BATCH < ROWS       seconds and rows of what was read after the line "--"
// ROWS: key, customer, metric, time, quantity, properties, a tab between, a line each. They are read into memory before
// the clock starts, so that parsing is not measured; what stands before "--" fills the table, untimed.
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static sqlite3 *db;

static void run(const char *sql) {
    char *error = 0;
    if (sqlite3_exec(db, sql, 0, 0, &error) != SQLITE_OK) {
        fprintf(stderr, "insert: %s: %s\n", sql, error);
        exit(1);
    }
}

static char **lines;
static size_t count, room;

static void keep(const char *line) {
    if (count == room) lines = realloc(lines, (room = room ? room * 2 : 1024) * sizeof *lines);
    lines[count++] = strdup(line);
}

// Inserts what was read and lets it go. A key that is there already is not taken again.
static void insert(sqlite3_stmt *s, int batch) {
    for (size_t i = 0; i < count; i++) {
        if (i % batch == 0) run("BEGIN IMMEDIATE");
        char *rest = lines[i];
        for (int field = 1; field <= 6; field++) {
            char *end = strchr(rest, field < 6 ? '\t' : '\n');
            size_t length = end ? (size_t)(end - rest) : strlen(rest);
            sqlite3_bind_text(s, field, rest, length, SQLITE_STATIC);
            rest += length + (end != 0);
        }
        if (sqlite3_step(s) != SQLITE_DONE) {
            fprintf(stderr, "insert: %s\n", sqlite3_errmsg(db));
            exit(1);
        }
        sqlite3_reset(s);
        if ((i + 1) % batch == 0 || i + 1 == count) run("COMMIT");
    }
    for (size_t i = 0; i < count; i++) free(lines[i]);
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: insert DATABASE BATCH < ROWS\n");
        return 64;
    }
    if (sqlite3_open(argv[1], &db) != SQLITE_OK) return 1;
    int batch = atoi(argv[2]);
    run("PRAGMA journal_mode = WAL");
    run("PRAGMA cache_size = -65536");
    run("PRAGMA synchronous = FULL");
    run("CREATE TABLE IF NOT EXISTS event (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, customer TEXT NOT NULL, "
        "metric TEXT NOT NULL, at TEXT NOT NULL, quantity TEXT NOT NULL, properties TEXT)");
    sqlite3_stmt *s;
    sqlite3_prepare_v2(db,
        "INSERT INTO event (key, customer, metric, at, quantity, properties) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING", -1, &s, 0);
    char *line = 0;
    size_t size = 0;
    ssize_t length;
    while ((length = getline(&line, &size, stdin)) > 0) {
        int ends = strcmp(line, "--\n") == 0;
        if (ends || (count == 1000000)) {
            insert(s, batch);
            count = 0;
        }
        if (ends) break;
        keep(line);
    }
    while ((length = getline(&line, &size, stdin)) > 0) {
        keep(line);
    }
    size_t timed = count;
    double start = now();
    insert(s, batch);
    printf("%.3f %zu\n", now() - start, timed);
    sqlite3_finalize(s);
    sqlite3_close(db);
    return 0;
}
