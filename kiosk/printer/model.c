#include "kiosk/printer/model.h"

#include <string.h>
#include <strings.h>

/* Width and dpi: profiles of receipt-print-hq/escpos-printer-db (CC-BY-4.0). */
#define DB(profile) "escpos-printer-db, profile " profile
/* A row of Epson's, whose feeds are told in dots. */
#define EPSON(model, mdl, inch, dots, letters, set, profile)             \
 {                                                                       \
  .name = (model), .id = (mdl), .dpi = (inch),                           \
  .paper = { .width = (dots),                                            \
	  .unit_dpi = (inch),                                            \
	  .columns = (letters),                                          \
	  .cut = ESCPOS_CUT_PARTIAL,                                     \
	  .charset = (set) },                                            \
  .asks = MODEL_ALWAYS, .watches = MODEL_ALWAYS, .proves = MODEL_ALWAYS, \
  .source = DB(profile) "; Epson, ESC/POS Command "                      \
			"Reference (DLE EOT, GS a, GS r)",               \
 }

/*
 * A row of whatever speaks ESC/POS. It gets no command that some don't know,
 * but for DLE EOT and GS r, which nearly all do.
 */
#define OTHER(model, mdl, dots, letters, how, set, from)        \
 {                                                              \
  .name = (model), .id = (mdl), .dpi = 203,                     \
  .paper = { .width = (dots),                                   \
	  .columns = (letters),                                 \
	  .cut = (how),                                         \
	  .charset = (set) },                                   \
  .asks = MODEL_MAYBE, .proves = MODEL_MAYBE, .source = (from), \
 }

static const struct model models[] = {
	OTHER("generic", NULL, 576, 48, ESCPOS_CUT_PARTIAL, ESCPOS_GB18030,
	    DB("default; 80 mm at 203 dpi as most have it")),
	OTHER("generic-58", NULL, 384, 32, ESCPOS_CUT_NONE, ESCPOS_GB18030,
	    DB("POS-5890, NT-5890K, ZJ-5870")),
	{ .name = "mute",
	    .dpi = 203,
	    .paper = { .width = 576,
		.columns = 48,
		.cut = ESCPOS_CUT_PARTIAL,
		.charset = ESCPOS_GB18030 },
	    .source = "for printers that only listen" },
	EPSON("epson-tm-t20", "TM-T20", 203, 576, 48, ESCPOS_ASCII,
	    "TM-T20II, TM-T20III"),
	EPSON("epson-tm-t82", "TM-T82", 203, 576, 48, ESCPOS_GB18030,
	    "TM-T20III, whose Chinese sister it is"),
	EPSON(
	    "epson-tm-m30", "TM-m30", 203, 576, 48, ESCPOS_ASCII, "TM-m30III"),
	EPSON("epson-tm-t88", "TM-T88", 180, 512, 42, ESCPOS_ASCII,
	    "TM-T88IV, TM-T88V"),
	OTHER("citizen-ct-s651", "CT-S651", 640, 48, ESCPOS_CUT_PARTIAL,
	    ESCPOS_ASCII, DB("CT-S651; its commands were not looked up")),
	OTHER("netum-80-v-ul", "80-V-UL", 576, 48, ESCPOS_CUT_PARTIAL,
	    ESCPOS_GB18030, DB("NT-80-V-UL; its commands were not looked up")),
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
