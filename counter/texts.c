#include "counter/texts.h"

#include <string.h>

struct entry {
	const char *zh, *en;
};

static const struct entry texts[TEXT_COUNT] = {
	[TEXT_WAITED] = { "等候", "waited" },
	[TEXT_AGAIN] = { "再次", "again" },
	[TEXT_STARTED] = { "开始办理", "started" },
	[TEXT_FINISHED] = { "已办结", "finished" },
	[TEXT_MISSED] = { "过号", "missed" },
	[TEXT_ABANDONED] = { "弃号", "abandoned" },
	[TEXT_RETURNED] = { "重新等候", "waits again" },
	[TEXT_TRANSFERRED] = { "转至", "transferred to" },
	[TEXT_HELD] = { "挂起", "held" },
	[TEXT_PASSED] = { "下一步:", "goes on to" },
	[TEXT_OPEN] = { "工作", "open" },
	[TEXT_PAUSED] = { "暂停", "paused" },
	[TEXT_CLOSED] = { "关闭", "closed" },
	[TEXT_CALLED] = { "已叫号", "called" },
	[TEXT_SERVING] = { "办理中", "serving" },
	[TEXT_NOBODY] = { "无人等候", "nobody waits" },
	[TEXT_WAITING] = { "等候:", "waiting: " },
	[TEXT_ALERT_WAIT] = { "等候超过", "waits over" },
	[TEXT_ALERT_TARGET] = { "等候超时比例达", "called late, over" },
	[TEXT_ALERT_BREAK] = { "未休息已超过", "open without a break for" },
	[TEXT_ALERT_LOAD] = { "每窗口等候人数达",
	    "waiting for each counter, over" },
	[TEXT_AWAY] = { "连接不上服务器", "the server is away" },
	[TEXT_BACK] = { "服务器已恢复", "the server is back" },
	[TEXT_NO_SERVER] = { "连接不上服务器,请检查 --server",
	    "the server can't be reached; check --server" },
	[TEXT_NOT_DONE_AWAY] = { "未执行:连接不上服务器",
	    "not done: the server is away" },
	[TEXT_NOT_DONE_UNKNOWN] = { "结果未知:服务器长时间未恢复",
	    "not known whether it was done: the server stayed away" },
	[TEXT_ASKING_AGAIN] = { "请稍候,正在确认结果",
	    "one moment: asking for the result again" },
	[TEXT_MOMENT] = { "请稍候", "one moment" },
	[TEXT_MATTERS] = { "已输入事项数: f 办结, Esc 清除",
	    "matters are typed: f finishes with them, Esc drops them" },
	[TEXT_NO_TICKET] = { "没有正在叫号或办理的号票",
	    "no ticket is called or being served" },
	[TEXT_NO_KEY] = { "没有这个命令,? 显示帮助",
	    "there is no such key; ? shows them" },
	[TEXT_NEEDS_NUMBER] = { "请写明号码,如 A012",
	    "add the number, such as A012" },
	[TEXT_NEEDS_REASON] = { "请写明原因", "add the reason" },
	[TEXT_NEEDS_SERVICE] = { "请写明业务和原因",
	    "add the service and the reason" },
	[TEXT_NEEDS_MINUTES] = { "请写明分钟数,1 到 1440",
	    "add the minutes, from 1 to 1440" },
	[TEXT_TOO_LONG] = { "太长,请缩短", "too long; shorten it" },
	[TEXT_HELP_NEXT] = { "下一位(空行亦可)", "next (or an empty line)" },
	[TEXT_HELP_RECALL] = { "重呼", "recall" },
	[TEXT_HELP_START] = { "开始办理", "start" },
	[TEXT_HELP_FINISH] = { "办结 [事项数]", "finish [matters]" },
	[TEXT_HELP_MISSED] = { "过号", "missed" },
	[TEXT_HELP_ABANDONED] = { "弃号", "abandoned" },
	[TEXT_HELP_TRANSFER] = { "业务(或 @窗口) 原因:转移",
	    "SERVICE (or @COUNTER) REASON: transfer" },
	[TEXT_HELP_CALL] = { "号码:指定叫号", "NUMBER: call this one" },
	[TEXT_HELP_RETURN] = { "号码:过号返回队列",
	    "NUMBER: a missed one waits again" },
	[TEXT_HELP_HOLD] = { "挂起取材料;h counter 回本窗口;h until 30 分钟后",
	    "hold for papers; h counter: for this counter; h until 30: min" },
	[TEXT_HELP_UNHOLD] = { "号码:挂起的重新等候",
	    "NUMBER: a held one waits again" },
	[TEXT_HELP_PAUSE] = { "原因:暂停", "REASON: pause" },
	[TEXT_HELP_RESUME] = { "恢复", "resume" },
	[TEXT_HELP_CLOSE] = { "关闭窗口", "close the counter" },
	[TEXT_HELP_OPEN] = { "打开窗口", "open the counter" },
	[TEXT_HELP_QUIT] = { "关闭窗口并退出", "close the counter and quit" },
};

const char *
counter_text(const char *lang, enum counter_text which)
{
	const struct entry *e = &texts[which];

	return strncmp(lang, "zh", 2) == 0 ? e->zh : e->en;
}
