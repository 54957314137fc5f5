// What a scan of a month costs at the least: sqlite3_step over the ledger's own rows, each added to its series.
//   scan LEDGER THREADS REPEATS        seconds of each repeat, rows, and the sums that prove it read them
// Every thread has a connection and an even part of the sequences; nothing is looked up, filtered or priced.
#include <pthread.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *path;
static int64_t series;

struct part {
    int64_t from, to, rows, first, last;
    int64_t *count, *whole;
};

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static sqlite3 *open_ledger(void) {
    sqlite3 *db;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, 0) != SQLITE_OK) {
        fprintf(stderr, "scan: %s: %s\n", path, sqlite3_errmsg(db));
        exit(1);
    }
    return db;
}

static int64_t number(sqlite3 *db, const char *sql, int64_t a, int64_t b) {
    sqlite3_stmt *s;
    if (sqlite3_prepare_v2(db, sql, -1, &s, 0) != SQLITE_OK) {
        fprintf(stderr, "scan: %s\n", sqlite3_errmsg(db));
        exit(1);
    }
    if (sqlite3_bind_parameter_count(s) == 2) {
        sqlite3_bind_int64(s, 1, a);
        sqlite3_bind_int64(s, 2, b);
    }
    sqlite3_step(s);
    int64_t n = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return n;
}

static void *scan(void *of) {
    struct part *p = of;
    sqlite3 *db = open_ledger();
    sqlite3_stmt *s;
    sqlite3_prepare_v2(db,
        "SELECT sequence, seriesId, occurredAt, quantity, m1, m2, m3, m4, m5, m6, m7, m8 "
        "FROM usageEvent WHERE sequence BETWEEN ? AND ? ORDER BY sequence", -1, &s, 0);
    sqlite3_bind_int64(s, 1, p->from);
    sqlite3_bind_int64(s, 2, p->to);
    while (sqlite3_step(s) == SQLITE_ROW) {
        int64_t id = sqlite3_column_int64(s, 1), at = sqlite3_column_int64(s, 2);
        p->rows++;
        if (at < p->first) p->first = at;
        if (at > p->last) p->last = at;
        p->count[id]++;
        // Whole numbers are added; a decimal is a text, whose length stands for it.
        for (int column = 3; column <= 7; column++)
            switch (sqlite3_column_type(s, column)) {
                case SQLITE_INTEGER: p->whole[id] += sqlite3_column_int64(s, column); break;
                case SQLITE_TEXT: p->whole[id] += sqlite3_column_bytes(s, column); break;
            }
    }
    sqlite3_finalize(s);
    sqlite3_close(db);
    return 0;
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: scan LEDGER THREADS REPEATS\n");
        return 64;
    }
    path = argv[1];
    int threads = atoi(argv[2]), repeats = atoi(argv[3]);
    sqlite3 *db = open_ledger();
    series = number(db, "SELECT max(id) + 1 FROM usageSeries", 0, 0);
    // Where even parts begin, found by halving: a sequence has gaps between days and merchants.
    int64_t first = number(db, "SELECT min(sequence) FROM usageEvent", 0, 0);
    int64_t last = number(db, "SELECT max(sequence) FROM usageEvent", 0, 0);
    int64_t all = number(db, "SELECT count(*) FROM usageEvent", 0, 0);
    int64_t from[65] = {first};
    for (int t = 1; t < threads; t++) {
        int64_t low = first, high = last;
        while (low < high) {
            int64_t middle = low + (high - low) / 2;
            if (number(db, "SELECT count(*) FROM usageEvent WHERE sequence BETWEEN ? AND ?", first, middle) < all * t / threads)
                low = middle + 1;
            else
                high = middle;
        }
        from[t] = low;
    }
    from[threads] = last + 1;
    sqlite3_close(db);
    for (int r = 0; r < repeats; r++) {
        struct part parts[64];
        pthread_t ids[64];
        double start = now();
        for (int t = 0; t < threads; t++) {
            parts[t] = (struct part){from[t], from[t + 1] - 1, 0, INT64_MAX, INT64_MIN,
                calloc(series, 8), calloc(series, 8)};
            pthread_create(&ids[t], 0, scan, &parts[t]);
        }
        int64_t rows = 0, sum = 0;
        for (int t = 0; t < threads; t++) {
            pthread_join(ids[t], 0);
            rows += parts[t].rows;
            for (int64_t i = 0; i < series; i++) sum += parts[t].whole[i];
            free(parts[t].count);
            free(parts[t].whole);
        }
        printf("%.3f %lld %lld\n", now() - start, (long long)rows, (long long)sum);
    }
    return 0;
}
