#include "kiosk/model.h"

#include <string.h>
#include <strings.h>

/* Width and dpi: profiles of receipt-print-hq/escpos-printer-db (CC-BY-4.0). */
#define DB(profile) "escpos-printer-db, profile " profile
/* Commands: Epson's reference, the lists of models of GS a, GS r, DLE EOT. */
#define EPSON(profile) \
 DB(profile) "; Epson, ESC/POS Command Reference (GS a, GS r, DLE EOT)"

static const struct model models[] = {
	/*
	 * Safe for whatever speaks ESC/POS: no command that some don't know,
	 * but for GS r at the end of a paper, which nearly all do.
	 */
	{ .name = "generic",
	    .dpi = 203,
	    .paper = { .width = 576,
		.columns = 48,
		.cut = ESCPOS_CUT_PARTIAL,
		.charset = ESCPOS_GB18030 },
	    .asks = MODEL_MAYBE,
	    .proves = MODEL_MAYBE,
	    .source = DB("default; 80 mm at 203 dpi as most have it") },
	{ .name = "generic-58",
	    .dpi = 203,
	    .paper = { .width = 384,
		.columns = 32,
		.cut = ESCPOS_CUT_NONE,
		.charset = ESCPOS_GB18030 },
	    .asks = MODEL_MAYBE,
	    .proves = MODEL_MAYBE,
	    .source = DB("POS-5890, NT-5890K, ZJ-5870") },
	/* Answers nothing at all. */
	{ .name = "mute",
	    .dpi = 203,
	    .paper = { .width = 576,
		.columns = 48,
		.cut = ESCPOS_CUT_PARTIAL,
		.charset = ESCPOS_GB18030 },
	    .source = "for printers that can only listen" },
	{ .name = "epson-tm-t20",
	    .id = "TM-T20",
	    .dpi = 203,
	    .paper = { .width = 576,
		.unit_dpi = 203,
		.columns = 48,
		.cut = ESCPOS_CUT_PARTIAL },
	    .asks = MODEL_ALWAYS,
	    .watches = MODEL_ALWAYS,
	    .proves = MODEL_ALWAYS,
	    .source = EPSON("TM-T20II, TM-T20III") },
	{ .name = "epson-tm-t82",
	    .id = "TM-T82",
	    .dpi = 203,
	    .paper = { .width = 576,
		.unit_dpi = 203,
		.columns = 48,
		.cut = ESCPOS_CUT_PARTIAL,
		.charset = ESCPOS_GB18030 },
	    .asks = MODEL_ALWAYS,
	    .watches = MODEL_ALWAYS,
	    .proves = MODEL_ALWAYS,
	    .source = EPSON("TM-T20III, whose Chinese sister it is") },
	{ .name = "epson-tm-m30",
	    .id = "TM-m30",
	    .dpi = 203,
	    .paper = { .width = 576,
		.unit_dpi = 203,
		.columns = 48,
		.cut = ESCPOS_CUT_PARTIAL },
	    .asks = MODEL_ALWAYS,
	    .watches = MODEL_ALWAYS,
	    .proves = MODEL_ALWAYS,
	    .source = EPSON("TM-m30III") },
	{ .name = "epson-tm-t88",
	    .id = "TM-T88",
	    .dpi = 180,
	    .paper = { .width = 512,
		.unit_dpi = 180,
		.columns = 42,
		.cut = ESCPOS_CUT_PARTIAL },
	    .asks = MODEL_ALWAYS,
	    .watches = MODEL_ALWAYS,
	    .proves = MODEL_ALWAYS,
	    .source = EPSON("TM-T88IV, TM-T88V") },
	{ .name = "citizen-ct-s651",
	    .id = "CT-S651",
	    .dpi = 203,
	    .paper = { .width = 640, .columns = 48, .cut = ESCPOS_CUT_PARTIAL },
	    .asks = MODEL_MAYBE,
	    .proves = MODEL_MAYBE,
	    .source = DB("CT-S651; its commands were not looked up") },
	{ .name = "netum-80-v-ul",
	    .id = "80-V-UL",
	    .dpi = 203,
	    .paper = { .width = 576,
		.columns = 48,
		.cut = ESCPOS_CUT_PARTIAL,
		.charset = ESCPOS_GB18030 },
	    .asks = MODEL_MAYBE,
	    .proves = MODEL_MAYBE,
	    .source = DB("NT-80-V-UL; its commands were not looked up") },
};

const struct model *
model_at(size_t i)
{
	return i < sizeof(models) / sizeof(models[0]) ? &models[i] : NULL;
}

const struct model *
model_find(const char *name)
{
	for (size_t i = 0; model_at(i) != NULL; i++) {
		if (strcasecmp(models[i].name, name) == 0)
			return &models[i];
	}
	return NULL;
}

const struct model *
model_of_id(const char *id)
{
	for (size_t i = 0; model_at(i) != NULL; i++) {
		const char *known = models[i].id;
		if (known != NULL && strncasecmp(id, known, strlen(known)) == 0)
			return &models[i];
	}
	return &models[0];
}
