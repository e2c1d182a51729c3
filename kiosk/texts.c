#include "kiosk/texts.h"

#include <string.h>

struct entry {
	const char *zh, *en;
};

static const struct entry texts[TEXT_COUNT] = {
	[TEXT_COUNTERS] = { "窗口 ", "Counter " },
	[TEXT_AHEAD_BEFORE] = { "您前面还有 ", "People ahead of you: " },
	[TEXT_AHEAD_AFTER] = { " 人在等待", "" },
	[TEXT_AHEAD_NONE] = { "您前面没有人在等待", "Nobody is ahead of you" },
	[TEXT_WAIT_BEFORE] = { "预计等候 ", "To wait: about " },
	[TEXT_WAIT_AFTER] = { " 分钟", " min" },
	[TEXT_WAIT_MOST_BEFORE] = { "预计等候不超过 ", "To wait: about " },
	[TEXT_WAIT_MOST_AFTER] = { " 分钟", " min at most" },
	[TEXT_TAKEN] = { "取号时间 ", "Taken " },
	[TEXT_TODAY] = { "当日有效", "Valid today only" },
	[TEXT_MISSED] = { "过号请到服务台处理",
	    "If you miss your call, please ask at the service desk" },
	/* Whoever finds it must see it. */
	[TEXT_TEST] = { "测试/TEST", "测试/TEST" },
	[TEXT_TRAINING] = { "培训/TRAINING", "培训/TRAINING" },
	[TEXT_AGAIN] = { "补打/REPRINT", "补打/REPRINT" },
	[TEXT_SHUT] = { "暂不取号", "no tickets now" },
	[TEXT_WAITING] = { "等候 ", "waiting " },
	[TEXT_KEYS] = { "按数字取号(n.k 为第 k 类别);c 预约码 签到;"
			"l 语言/language;q 离开",
	    "A number takes a ticket (n.k with class k); c CODE checks in; "
	    "l 语言/language; q leaves" },
	[TEXT_AWAY] = { "暂时无法取号:连接不上服务器",
	    "No tickets for the moment: the server is away" },
	[TEXT_BACK] = { "已恢复取号", "Tickets can be taken again" },
	[TEXT_NOT_ISSUED_AWAY] = { "未取号:连接不上服务器,请稍后再试",
	    "Not issued: the server is away, please try again later" },
	[TEXT_NOT_ISSUED] = { "未取号", "Not issued" },
	[TEXT_MOMENT] = { "请稍候", "One moment, please" },
	[TEXT_ASKING_AGAIN] = { "请稍候,正在确认是否已取号",
	    "One moment, please: asking whether the ticket was issued" },
	[TEXT_GIVEN_UP] = { "未取号,请重新取号",
	    "Not issued, please take a ticket again" },
	[TEXT_NOT_UNDONE] = { "未能确认是否已退号,请求号 ",
	    "It is not known whether the ticket was given back; its request "
	    "was " },
	[TEXT_NO_SERVER] = { "连接不上服务器", "The server can't be reached" },
	[TEXT_NO_KEY] = { "没有这个选项", "There is no such key" },
	[TEXT_NO_LAYOUT] = { "未能取得大厅设置",
	    "The hall's layout can't be had" },
	[TEXT_NO_PAPER] = { "号票未能打印,请联系工作人员",
	    "The ticket could not be printed, please ask the staff" },
	[TEXT_TAKE_PAPER] = { "请取走号票", "please take your ticket" },
	[TEXT_PAPER_UNKNOWN] = { "号票可能未打印,请记住号码或按 r 补打",
	    "The ticket may not have been printed: please remember its "
	    "number, or press r to print it again" },
	[TEXT_PRINTER_EMPTY] = { "打印机缺纸,请联系工作人员",
	    "The printer is out of paper, please ask the staff" },
	[TEXT_PRINTER_COVER] = { "打印机盖未关,请联系工作人员",
	    "The printer's cover is open, please ask the staff" },
	[TEXT_PRINTER_AWAY] = { "打印机未连接,请联系工作人员",
	    "The printer is not connected, please ask the staff" },
	[TEXT_PRINTER_FAULT] = { "打印机故障,请联系工作人员",
	    "The printer has a fault, please ask the staff" },
	[TEXT_PRINTER_WELL] = { "打印机已恢复", "The printer is well again" },
	[TEXT_NUMBERS_USED] = { "排队号已取完",
	    "All numbers of this service are taken" },
	[TEXT_CLOSED_NOW] = { "当前时间段不能取号",
	    "No tickets are issued at this time" },
};

const char *
kiosk_text(const char *lang, enum kiosk_text which)
{
	const struct entry *e = &texts[which];

	return strncmp(lang, "zh", 2) == 0 ? e->zh : e->en;
}
