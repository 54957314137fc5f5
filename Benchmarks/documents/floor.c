// The floor: what it costs to have Cairo draw the glyphs, rectangles and lines of a finished document,
// and nothing else. No text is shaped, no line broken, no tag or attachment written.
//
//     floor LIST DOCUMENTS OUT.pdf [FONTS]
//
// LIST is made by `glyphs`. It is read and the faces are opened before the clock starts; the clock
// (CLOCK_MONOTONIC, and the process's own time beside it, for a machine that has other work too) runs
// around the drawing of all documents, each written over OUT.pdf.

#include <cairo-ft.h>
#include <cairo-pdf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#define MOST_FACES 16

typedef struct {
    char kind;
    double number[6];
    int face, count;
    cairo_glyph_t *glyphs;
} Operation;

static Operation *operations;
static size_t count, room;
static cairo_font_face_t *faces[MOST_FACES];
static int face_count;

static void stop(const char *what, const char *which) {
    fprintf(stderr, "floor: %s %s\n", what, which);
    exit(1);
}

static void open_face(FT_Library library, const char *folder, const char *name) {
    char path[4096];
    FT_Face face;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (face_count == MOST_FACES) stop("too many fonts:", name);
    if (FT_New_Face(library, path, 0, &face)) stop("cannot open", path);
    faces[face_count++] = cairo_ft_font_face_create_for_ft_face(face, FT_LOAD_NO_HINTING);
}

static void read_run(FILE *file, Operation *operation) {
    if (fscanf(file, "%d %lf %d", &operation->face, operation->number, &operation->count) != 3 ||
        operation->face < 0 || operation->face >= face_count)
        stop("not a run of glyphs in", "the list");
    operation->glyphs = calloc(operation->count, sizeof(cairo_glyph_t));
    for (int i = 0; i < operation->count; i++) {
        cairo_glyph_t *glyph = operation->glyphs + i;
        if (fscanf(file, "%lu %lf %lf", &glyph->index, &glyph->x, &glyph->y) != 3)
            stop("a run ends early in", "the list");
    }
}

static void read_list(const char *path, FT_Library library, const char *folder) {
    static const char kinds[] = "pcrbmlkzis";
    static const int numbers[] = {2, 3, 4, 0, 2, 2, 6, 0, 0, 3};
    FILE *file = fopen(path, "r");
    char kind, name[256];
    if (!file) stop("cannot open", path);
    while (fscanf(file, " %c", &kind) == 1) {
        if (kind == 'f') {
            if (fscanf(file, "%255s", name) != 1) stop("a font without a name in", path);
            open_face(library, folder, name);
            continue;
        }
        if (count == room) operations = realloc(operations, (room = room * 2 + 1024) * sizeof *operations);
        Operation *operation = operations + count++;
        memset(operation, 0, sizeof *operation);
        operation->kind = kind;
        if (kind == 't') {
            read_run(file, operation);
            continue;
        }
        const char *place = strchr(kinds, kind);
        if (!place) stop("an operation that is not known in", path);
        for (int i = 0; i < numbers[place - kinds]; i++)
            if (fscanf(file, "%lf", operation->number + i) != 1) stop("a number is missing in", path);
    }
    fclose(file);
    if (count == 0 || operations[0].kind != 'p') stop("no page in", path);
}

static void draw(const char *path) {
    cairo_surface_t *surface =
        cairo_pdf_surface_create(path, operations[0].number[0], operations[0].number[1]);
    cairo_t *cr = cairo_create(surface);
    // A fixed date: the same list gives the same bytes.
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2026-06-01T00:00:00Z");
    int face = -1;
    double size = 0;
    for (size_t i = 0; i < count; i++) {
        const Operation *operation = operations + i;
        const double *n = operation->number;
        switch (operation->kind) {
        case 'p':
            if (i > 0) cairo_show_page(cr);
            cairo_pdf_surface_set_size(surface, n[0], n[1]);
            break;
        case 'c': cairo_set_source_rgb(cr, n[0], n[1], n[2]); break;
        case 't':
            if (operation->face != face) cairo_set_font_face(cr, faces[face = operation->face]);
            if (n[0] != size) cairo_set_font_size(cr, size = n[0]);
            cairo_show_glyphs(cr, operation->glyphs, operation->count);
            break;
        case 'r':
            cairo_rectangle(cr, n[0], n[1], n[2], n[3]);
            cairo_fill(cr);
            break;
        case 'b': cairo_new_path(cr); break;
        case 'm': cairo_move_to(cr, n[0], n[1]); break;
        case 'l': cairo_line_to(cr, n[0], n[1]); break;
        case 'k': cairo_curve_to(cr, n[0], n[1], n[2], n[3], n[4], n[5]); break;
        case 'z': cairo_close_path(cr); break;
        case 'i': cairo_fill(cr); break;
        case 's':
            cairo_set_line_width(cr, n[0]);
            cairo_set_line_cap(cr, (cairo_line_cap_t)n[1]);
            cairo_set_miter_limit(cr, n[2]);
            cairo_stroke(cr);
            break;
        }
    }
    cairo_show_page(cr);
    cairo_status_t status = cairo_status(cr);
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (status != CAIRO_STATUS_SUCCESS) stop("cairo:", cairo_status_to_string(status));
}

static double now(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

int main(int argc, char **argv) {
    FT_Library library;
    struct stat written;
    struct rusage used;
    if (argc < 4) stop("usage: floor LIST DOCUMENTS OUT.pdf [FONTS]", "");
    int documents = atoi(argv[2]);
    if (documents < 1) stop("not a number of documents:", argv[2]);
    if (FT_Init_FreeType(&library)) stop("cannot start", "FreeType");
    read_list(argv[1], library, argc > 4 ? argv[4] : "fonts");
    draw(argv[3]);  // one before the clock, as with every other program
    double start = now(CLOCK_MONOTONIC), worked = now(CLOCK_PROCESS_CPUTIME_ID);
    for (int i = 0; i < documents; i++) draw(argv[3]);
    double seconds = now(CLOCK_MONOTONIC) - start, processor = now(CLOCK_PROCESS_CPUTIME_ID) - worked;
    if (stat(argv[3], &written)) stop("cannot find", argv[3]);
    getrusage(RUSAGE_SELF, &used);
    printf("{\"program\":\"floor\",\"version\":\"cairo %s\",\"documents\":%d,\"seconds\":%.6f,\"bytes\":%lld,"
           "\"seconds_per_document\":%.6f,\"processor_seconds\":%.6f,\"peak_rss_kb\":%ld}\n",
           cairo_version_string(), documents, seconds, (long long)written.st_size, seconds / documents,
           processor, used.ru_maxrss);
    return 0;
}
