#include "tests/unit/hall/hours_zones.h"

static struct zone_change of_berlin[] = { { 1774746000, 7200 },
	{ 1792890000, 3600 } };
static struct zone_change of_new_york[] = { { 1772953200, -14400 },
	{ 1793512800, -18000 } };
static struct zone_change of_lord_howe[] = { { 1775314800, 37800 },
	{ 1791041400, 39600 } };
static struct zone_change of_casablanca[] = { { 1771120800, 0 },
	{ 1774144800, 3600 } };
static struct zone_change of_sao_paulo[] = { { 1518919200, -10800 },
	{ 1541300400, -7200 } };
static struct zone_change of_st_johns[] = { { 1268537460, -9000 },
	{ 1289097060, -12600 } };

const struct zone_table shanghai = { 28800, 0, NULL };
const struct zone_table berlin = { 3600, 2, of_berlin };
const struct zone_table new_york = { -18000, 2, of_new_york };
const struct zone_table lord_howe = { 39600, 2, of_lord_howe };
const struct zone_table casablanca = { 3600, 2, of_casablanca };
const struct zone_table sao_paulo = { -7200, 2, of_sao_paulo };
const struct zone_table st_johns = { -12600, 2, of_st_johns };
