/* What a client is told when the hall says no. */
#include "proto/limits.h"
#include "proto/words.h"
#include "server/command/command.h"
#include "server/hall/layout.h"
#include "server/hall/outcome.h"
#include "server/server.h"

struct refusal_words {
	const char *word, *say;
};

/* For people too: Chinese, then English. */
static const struct refusal_words refusals[REFUSALS] = {
	[REFUSE_NOT] = { E_ERR, "" },
	[REFUSE_NOSUCHTICKET] = { E_NOSUCHTICKET,
	    "今天没有这张号票 · no such ticket today" },
	[REFUSE_NOSUCHSERVICE] = { E_NOSUCHSERVICE,
	    "没有这项业务 · no such service; HALL SERVICES lists them" },
	[REFUSE_NOSUCHCOUNTER] = { E_NOSUCHCOUNTER,
	    "没有这个窗口 · no such counter; HALL COUNTERS lists them" },
	[REFUSE_NOSUCHCLASS] = { E_NOSUCHCLASS,
	    "没有这个类别 · no such class; HALL LAYOUT lists them" },
	[REFUSE_BADSTATE] = { E_BADSTATE,
	    "当前状态不能这样操作 · the ticket or counter can't do that now;"
	    " it is" },
	[REFUSE_COUNTERCLOSED] = { E_COUNTERCLOSED,
	    "窗口未开放 · open the counter first: COUNTER OPEN label CLERK n" },
	[REFUSE_COUNTERTAKEN] = { E_COUNTERTAKEN,
	    "窗口已被占用 · the counter is held by" },
	[REFUSE_COUNTEROFF] = { E_COUNTERCLOSED,
	    "潮汐窗口未启用 · a floating counter; a supervisor switches it on:"
	    " COUNTER SWITCH label ON" },
	[REFUSE_SERVICECLOSED] = { E_SERVICECLOSED,
	    "当前时间段不能取号 · nothing is issued now" },
	[REFUSE_QUOTA] = { E_QUOTA,
	    "今天的号已发完 · as many tickets as tickets_max allows were issued"
	    " today" },
	[REFUSE_SESSIONQUOTA] = { E_QUOTA,
	    "排队号已取完 · as many tickets as quota allows were issued in this"
	    " session" },
	[REFUSE_CAPACITY] = { E_QUOTA,
	    "大厅人数已满 · as many people as capacity allows are in the hall;"
	    " try again when some have left" },
	[REFUSE_NUMBERSUSED] = { E_NUMBERSUSED,
	    "排队号已取完 · all numbers of the service are used up today" },
	[REFUSE_RIDREQUIRED] = { E_RIDREQUIRED,
	    "缺少请求编号 · add RID and an id of your own, so that a repeat is"
	    " harmless" },
	[REFUSE_RIDCONFLICT] = { E_RIDCONFLICT,
	    "请求编号已用过 · this RID was used with other words; make a new"
	    " one" },
	[REFUSE_RIDVOID] = { E_RIDCONFLICT,
	    "该请求已取消 · this RID was cancelled and never issues; make a new"
	    " one" },
	[REFUSE_REQUESTSUSED] = { E_REQUESTSUSED,
	    "该账户一天的请求已用完 · this account has made as many requests"
	    " within a day as limits.requests allows; it made too many, or"
	    " needs more: see hall.yaml" },
	[REFUSE_RECALLS] = { E_BADSTATE,
	    "重呼次数已用完 · recalled as often as recalls_max allows; start or"
	    " miss it" },
	[REFUSE_CLOCK] = { E_CLOCK,
	    "系统时钟待确认 · a new day begins once the clock has agreed with"
	    " itself for ten minutes; if it is right, say HALL CLOCK ACCEPT" },
	[REFUSE_OPENTICKETS] = { E_BADSTATE,
	    "还有未办结的号票 · the layout drops or renumbers what has open"
	    " tickets" },
	[REFUSE_GRANTED] = { E_NOPERM,
	    "该类别由值班长授予 · a supervisor grants this class: TICKET CLASS"
	    " id class REASON text" },
	[REFUSE_NOSUCHAPPOINTMENT] = { E_NOSUCHAPPOINTMENT,
	    "没有这个预约 · no such appointment" },
	[REFUSE_NOSUCHSLOT] = { E_NOSUCHSLOT,
	    "该时间不能预约 · nobody can be booked then; APPOINTMENT SLOTS"
	    " lists when" },
	[REFUSE_SLOTFULL] = { E_SLOTFULL,
	    "该时段预约已满 · this slot is full" },
	[REFUSE_BOOKINGS] = { E_QUOTA,
	    "预约已满 · as many appointments as bookings_max allows are"
	    " booked" },
	[REFUSE_TOOEARLY] = { E_TOOEARLY,
	    "预约时间未到 · too early; check in from" },
	[REFUSE_TOOLATE] = { E_TOOLATE,
	    "已过预约时间 · too late; the appointment was at" },
	[REFUSE_BOOKED] = { E_BADSTATE,
	    "还有预约 · the layout drops a service that appointments are booked"
	    " for" },
	[REFUSE_BADARG] = { E_BADARG,
	    "参数有误 · say SERVICE s, COUNTER c or CLERK n" },
	[REFUSE_NOMEMORY] = { E_UNAVAILABLE, "内存不足 · out of memory" },
	[REFUSE_HOLD] = { E_BADARG,
	    "挂起至某时须写明将来的时间 · say papers, counter, or until with"
	    " UNTIL and a time to come" },
	[REFUSE_NOTTAKEN] = { E_BADSTATE,
	    "本窗口不办理该业务 · this counter does not take that service" },
	[REFUSE_STEPS] = { E_BADARG,
	    "后续业务有误 · STEPS takes up to 8 services with commas between"
	    " them" },
	[REFUSE_NOSUCHZONE] = { E_NOSUCHZONE,
	    "没有这个区域 · no such zone; HALL LAYOUT lists them" },
	[REFUSE_PAUSED] = { E_SERVICECLOSED,
	    "暂停取号 · no tickets are issued for now" },
	[REFUSE_SCOPE] = { E_BADARG,
	    "业务和区域只能选一个 · say SERVICE s or ZONE z, not both" },
	[REFUSE_DEVICES] = { E_QUOTA,
	    "设备过多 · no more devices are kept; those not used any more are"
	    " forgotten by the value gone" },
	[REFUSE_RATER] = { E_NOPERM,
	    "评价和投诉由群众本人作出 · a citizen rates or complains, at a"
	    " kiosk, a pad or a phone; not the terminal of a counter" },
	[REFUSE_RATED] = { E_BADSTATE,
	    "已评价过 · it was rated before, and once is for good" },
	[REFUSE_NOSUCHFOLLOWUP] = { E_NOSUCHFOLLOWUP,
	    "没有这条回访 · no such follow-up; FOLLOWUP LIST has them" },
	[REFUSE_FOLLOWUPS] = { E_QUOTA,
	    "待办回访过多 · no more follow-ups are kept; close some first" },
	[REFUSE_NOSUCHACCOUNT] = { E_NOSUCHACCOUNT,
	    "没有这个账户 · no such account; ACCOUNT LIST has them" },
	[REFUSE_ACCOUNTTHERE] = { E_BADSTATE,
	    "账户已存在 · there is an account of that name already" },
	[REFUSE_ACCOUNTS] = { E_QUOTA, "账户过多 · no more accounts are kept" },
	[REFUSE_ACCOUNTNAME] = { E_BADARG,
	    "账户名或角色有误 · a name has 1 to 32 letters, digits, . _ -;"
	    " a role is kiosk, display, pad, counter or web, or clerk,"
	    " supervisor, manager or technician, and stays what it is" },
	[REFUSE_LASTTECHNICIAN] = { E_BADSTATE,
	    "最后一个技术员账户不能停用 · the last technician stays; add"
	    " another first" },
	[REFUSE_OWNER] = { E_NOPERM,
	    "当事人须回避 · nobody sees to a follow-up about themselves" },
};

void
command_refuse(struct call *call, enum refusal refusal, const char *detail)
{
	const struct refusal_words *words = &refusals[refusal];
	struct buf text = { 0 };

	buf_puts(&text, words->say);
	if (detail) {
		buf_puts(&text, ": ");
		buf_puts(&text, detail);
	}
	buf_putc(&text, '\0');
	reply_error(&call->reply, words->word, text.at ? text.at : words->say);
	buf_release(&text);
}

void
command_unavailable(struct call *call)
{
	reply_error(&call->reply, E_UNAVAILABLE,
	    "系统正在恢复,请稍候 · the journal is being mended; ask again with"
	    " the same RID");
}

bool
command_is_mending(struct call *call)
{
	if (call->server->hall)
		return false;
	command_unavailable(call);
	return true;
}

/* What the value of each kind must be; after SAY comes BYTES_MAX, if any. */
static const struct word_rule {
	const char *say;
	int bytes_max;
} rules[] = {
	[WORD_CODE] = { "must have 1 to ", LAYOUT_CODE_MAX },
	[WORD_TEXT] = { "must say something, in up to ", LIMIT_TEXT },
	[WORD_RID] = { "must have 1 to ", LIMIT_RID },
	[WORD_ID] = { "must be an id, as it was given", 0 },
	[WORD_COUNT] = { "must be 0 to 10000", 0 },
	[WORD_PLACE] = { "must be lifetime, end or front", 0 },
	[WORD_VERDICT] = { "must be printed, failed, unknown or sent", 0 },
	[WORD_SECRET] = { "must have 1 to ", SECRET_MAX },
	[WORD_ON] = { "must be ON or OFF", 0 },
	[WORD_TIME] = { "must be milliseconds since 1970-01-01 UTC", 0 },
	[WORD_HOLD] = { "must be papers, counter or until", 0 },
	[WORD_CODES] = { "must be codes with commas between them, up to ",
	    LIMIT_TEXT },
	[WORD_NAME] = { "must have 1 to ", LIMIT_NAME },
	[WORD_NOTE] = { "must have up to ", LIMIT_TEXT },
	[WORD_APPOINTMENT] = { "must have eight letters and digits, without"
			       " 0, O, 1 and I",
	    0 },
	[WORD_PERSONAL] = { "must say something, in up to ", LIMIT_TEXT },
	[WORD_WORDS] = { "must say something, in up to ", LIMIT_WORDS },
	[WORD_RATING] = { "must be 1 to 5", 0 },
};

void
command_badword(struct call *call, const struct word *w, const char *value)
{
	const struct word_rule *rule = &rules[w->kind];
	struct buf text = { 0 };

	buf_puts(&text, w->name);
	buf_putc(&text, ' ');
	buf_puts(&text, rule->say);
	if (rule->bytes_max > 0) {
		buf_put_int(&text, rule->bytes_max);
		buf_puts(&text, " bytes");
	}
	buf_putc(&text, '\0');
	/* A secret is shown to nobody. */
	command_badarg(call, text.failed ? w->name : text.at,
	    w->kind == WORD_SECRET ? NULL : value);
	buf_release(&text);
}
