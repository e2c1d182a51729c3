#include "counter/labels.h"

#include <string.h>

struct entry {
	const char *zh, *en;
};

static const struct entry labels[LABELS] = {
	[LABEL_COUNTER] = { "窗口", "Counter" },
	[LABEL_CLERK] = { "工作人员", "Clerk" },
	[LABEL_NOBODY_SIGNED_IN] = { "未登录", "nobody signed in" },
	[LABEL_TRAINING] = { "演练", "TRAINING" },
	[LABEL_AWAY_SINCE] = { "连接不上服务器,从", "No server since" },
	[LABEL_UNSURE] = { "正在确认结果", "asking what became of" },
	[LABEL_IDLE] = { "没有在办的号票", "No ticket at hand" },
	[LABEL_IDLE_HINT] = { "空格: 叫下一位", "Space calls the next" },
	[LABEL_NOT_OPEN] = { "窗口没有打开", "The counter is not open" },
	[LABEL_NOT_OPEN_HINT] = { "o: 登录并打开", "o: sign in and open it" },
	[LABEL_WAITED] = { "等候", "waited" },
	[LABEL_CALLED_FOR] = { "已叫", "called" },
	[LABEL_SERVED_FOR] = { "办理", "serving" },
	[LABEL_MATTERS] = { "事项", "matters" },
	[LABEL_THEN] = { "然后", "then" },
	[LABEL_WAITING] = { "等候", "Waiting" },
	[LABEL_LONGEST] = { "最久", "longest" },
	[LABEL_ASIDE] = { "过号和挂起", "Missed and held" },
	[LABEL_CALLS] = { "最近叫号", "Last calls" },
	[LABEL_NONE] = { "无", "none" },
	[LABEL_MISSED] = { "过号", "missed" },
	[LABEL_PAPERS] = { "取材料", "papers" },
	[LABEL_HERE] = { "回本窗口", "for here" },
	[LABEL_UNTIL] = { "到时返回", "until" },
	[LABEL_TOO_SMALL] = { "终端太小,请放大到 80×24",
	    "The terminal is too small: 80×24" },
	[LABEL_SPACE] = { "空格", "Space" },
	[LABEL_KEY_NEXT] = { "下一位", "next" },
	[LABEL_KEY_RECALL] = { "重呼", "recall" },
	[LABEL_KEY_START] = { "开始办理", "start" },
	[LABEL_KEY_FINISH] = { "办结", "finish" },
	[LABEL_KEY_MISSED] = { "过号", "missed" },
	[LABEL_KEY_HOLD] = { "挂起", "hold" },
	[LABEL_KEY_TRANSFER] = { "转移", "transfer" },
	[LABEL_KEY_ABANDONED] = { "弃号", "abandon" },
	[LABEL_KEY_CALL] = { "指定叫号", "call one" },
	[LABEL_KEY_RETURN] = { "过号返回", "return" },
	[LABEL_KEY_UNHOLD] = { "挂起返回", "unhold" },
	[LABEL_KEY_PAUSE] = { "暂停", "pause" },
	[LABEL_KEY_RESUME] = { "恢复", "resume" },
	[LABEL_KEY_OPEN] = { "登录", "sign in" },
	[LABEL_KEY_CLOSE] = { "关窗口", "close" },
	[LABEL_KEY_LANGUAGE] = { "English", "中文" },
	[LABEL_KEY_QUIT] = { "退出", "quit" },
	[LABEL_ASK_CLERK] = { "工号", "Your staff number" },
	[LABEL_ASK_NUMBER] = { "叫哪个号? 如 A012",
	    "Which number? such as A012" },
	[LABEL_ASK_RETURN] = { "哪个过号重新等候?",
	    "Which missed ticket waits again?" },
	[LABEL_ASK_UNHOLD] = { "哪个挂起的号重新等候?",
	    "Which held ticket waits again?" },
	[LABEL_ASK_PAUSE] = { "暂停的原因", "Why is the counter paused?" },
	[LABEL_ASK_HOLD] = { "挂起这个号:", "Hold this ticket:" },
	[LABEL_ASK_MINUTES] = { "几分钟后重新等候?",
	    "After how many minutes does it wait again?" },
	[LABEL_ASK_TRANSFER] = { "转移到", "Transfer it to" },
	[LABEL_ASK_PLACE] = { "排在", "Its place there" },
	[LABEL_ASK_REASON] = { "原因", "The reason" },
	[LABEL_ASK_ABANDONED] = { "弃号后不能返回。确定?",
	    "An abandoned ticket never comes back. Sure?" },
	[LABEL_HINT_TEXT] = { "↑↓ 建议 · Enter 确定 · Esc 取消",
	    "↑↓ proposals · Enter: so · Esc: not" },
	[LABEL_HINT_CHOICE] = { "↑↓ 或输入查找 · Enter 确定 · Esc 取消",
	    "↑↓ or type to find · Enter: so · Esc: not" },
	[LABEL_HINT_YES] = { "y 确定 · 其他键取消", "y: yes · any other: no" },
	[LABEL_PAUSE_BREAK] = { "休息", "a break" },
	[LABEL_PAUSE_LUNCH] = { "午餐", "lunch" },
	[LABEL_PAUSE_MEETING] = { "开会", "a meeting" },
	[LABEL_PAUSE_DESK] = { "处理事务", "work at the desk" },
	[LABEL_TO_COUNTER] = { "窗口", "counter" },
	[LABEL_BY_ARRIVAL] = { "按取号时间", "by its arrival" },
	[LABEL_AT_END] = { "队尾", "behind all who wait" },
	[LABEL_WHY_OTHER] = { "还要办理", "has more to do there" },
	[LABEL_WHY_WRONG] = { "取错业务", "took the wrong service" },
	[LABEL_WHY_MORE] = { "本窗口不能办理", "can't be done here" },
};

const char *
label_text(const char *lang, enum label which)
{
	const struct entry *e = &labels[which];

	return strncmp(lang, "zh", 2) == 0 ? e->zh : e->en;
}
