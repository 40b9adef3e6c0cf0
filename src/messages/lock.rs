//! Words of the lock: its settings, its screen, how a passphrase is judged.

use super::message::messages;

messages! {
    LOCK = "Lock", "锁定";
    OFF_TITLE = "No passphrase is set", "尚未设置密码";
    OFF_HELP = "Anyone who can use this browser, or copies its files, can read everything in Burrow. A passphrase encrypts the book with a key that only you can open.",
        "任何能使用此浏览器或复制其文件的人，都能读取 Burrow 中的全部内容。设置密码后，资料库会加密，只有您能打开。";
    SET_UP = "Set a passphrase", "设置密码";
    PASSPHRASE = "Passphrase", "密码";
    PASSPHRASE_ON = "The book opens to your passphrase or your recovery key, and to nothing else.",
        "只有您的密码或恢复密钥能打开资料库，此外别无他法。";
    CHANGE = "Change", "更改";
    RECOVERY_KEY = "Recovery key", "恢复密钥";
    RECOVERY_HELP = "Opens the book when the passphrase is forgotten. If the paper is lost or somebody has seen it, make a new one; the old one then opens nothing.",
        "忘记密码时用它打开资料库。如果纸条遗失或被人看到，请另制一份，旧的随即失效。";
    NEW_RECOVERY_KEY = "Make a new one", "重新生成";
    AFTER = "Lock by itself", "自动锁定";
    AFTER_HELP = "Counted from the last time you touched any tab of Burrow. What is saved stays; a form that is half filled in is lost.",
        "从您最后一次操作任一 Burrow 标签页算起。已保存的内容不受影响；填到一半的表单会丢失。";
    AFTER_ONE_MINUTE = "After 1 minute", "1 分钟后";
    AFTER_MINUTES = "After {minutes} minutes", "{minutes} 分钟后";
    AFTER_ONE_HOUR = "After 1 hour", "1 小时后";
    AFTER_NEVER = "Never", "从不";
    NOW = "Lock now", "立即锁定";
    NOW_HELP = "Takes everything off the screen and out of memory, in every tab.", "清除所有标签页的画面和内存中的内容。";
    REMOVE = "Remove the passphrase", "移除密码";
    REMOVE_HELP = "The key then lies beside the data, and anyone with this browser's files can read them.",
        "移除后，密钥将与数据存放在一起，任何拿到浏览器文件的人都能读取。";
    REMOVE_PRESS = "Remove", "移除";
    KEY_LOCK = "Lock Burrow", "锁定 Burrow";

    // Setting it up.
    STEPS = "Setting a passphrase", "设置密码";
    STEP_PASSPHRASE = "Passphrase", "密码";
    STEP_RECOVERY = "Recovery key", "恢复密钥";
    STEP_CONFIRM = "Check", "核对";
    CHOOSE = "Choose a passphrase", "设置密码";
    CHOOSE_NEW = "Choose a new passphrase", "设置新密码";
    CHOOSE_HINT = "Four or five words that have nothing to do with each other are easy to remember and hard to guess.",
        "用一句只有您想得到的话，或四五个毫不相干的词，好记又难猜。";
    AGAIN = "The same once more", "再输入一次";
    NEW_PASSPHRASE = "New passphrase", "新密码";
    CURRENT = "Present passphrase or recovery key", "当前密码或恢复密钥";
    CURRENT_PASSPHRASE = "Present passphrase", "当前密码";
    SHOW = "Show what I type", "显示输入内容";
    NEEDED = "Enter a passphrase.", "请输入密码。";
    NOT_THE_SAME = "The two are not the same.", "两次输入的密码不一致。";
    TOO_WEAK = "This passphrase is too easy to guess. Make it longer: another word or two will do.",
        "这个密码太容易猜到。请加长一些，再添一两个词即可。";
    CONTINUE = "Continue", "继续";
    BACK = "Back", "上一步";
    WRITE_DOWN = "Write this recovery key on paper", "请把恢复密钥抄在纸上";
    WRITE_DOWN_TEXT = "It is shown this once. It opens the book when the passphrase is forgotten, so keep it where you keep what matters, and not on this device.",
        "恢复密钥只显示这一次。忘记密码时，只有它能打开资料库。请妥善保管，不要存放在本设备上。";
    COPY = "Copy", "复制";
    COPIED = "Copied", "已复制";
    NOT_COPIED = "The browser did not copy it. Please write it down by hand.", "浏览器未能复制，请手动抄写。";
    WRITTEN_DOWN = "I have written it down", "我已抄好";
    TYPE_BACK = "Type the last three groups", "请输入最后三组";
    TYPE_BACK_TEXT = "From your paper: the last twelve characters of the recovery key. The lock is not on yet.",
        "请照着纸条输入恢复密钥的最后十二个字符。锁定尚未启用。";
    TYPED_WRONG = "These are not the last three groups. Compare your paper, or go back to see the key.",
        "与最后三组不符。请核对纸条，或返回上一步再看一遍。";
    TURN_ON = "Turn the lock on", "启用锁定";
    NO_WAY_BACK = "Nobody can open the book without the passphrase or the recovery key, and we cannot reset them. If both are lost, the data are lost.",
        "没有密码或恢复密钥，谁也打不开资料库，我们也无法重置。两者都丢失，数据就永远找不回来。";
    OLD_BLOCKS = "What was stored before today was not encrypted by this passphrase. It is overwritten now, but the disk may keep traces of old blocks for a while.",
        "此前保存的内容未受此密码保护。它们现在会被加密内容覆盖，但磁盘上可能仍会暂时残留旧数据块。";
    MAKING_KEY = "Making the key", "正在生成密钥";
    SEALING = "Encrypting the book", "正在加密资料库";
    SEALING_DETAIL = "{done} of {total} parts", "{done} / {total} 个部分";
    IS_ON = "The lock is on. Press {keys} to lock at any time.", "锁定已启用。随时按 {keys} 即可锁定。";
    CHANGED = "The passphrase is changed. The old one no longer opens the book.", "密码已更改，旧密码不再有效。";
    RECOVERY_CHANGED = "The new recovery key counts from now on. The old one opens nothing any more.", "新的恢复密钥已生效，旧的已作废。";
    REMOVED = "The passphrase is removed. The book opens to anyone who uses this browser.", "密码已移除。任何使用此浏览器的人都能打开资料库。";
    CHANGE_TITLE = "Change the passphrase", "更改密码";
    RECOVERY_TITLE = "New recovery key", "新的恢复密钥";
    REMOVE_TITLE = "Remove the passphrase?", "移除密码？";
    REMOVE_TEXT = "Burrow will open without asking. The data stay encrypted on the disk, but their key lies beside them in the clear, so whoever copies this browser's files can read everything.",
        "此后打开 Burrow 不再询问密码。磁盘上的数据仍是加密的，但密钥以明文存放在旁边，复制浏览器文件的人可以读取一切。";

    // The lock screen.
    LOCKED = "Burrow is locked", "Burrow 已锁定";
    LOCKED_TEXT = "Enter your passphrase to open the book.", "请输入密码以打开资料库。";
    UNLOCK = "Unlock", "解锁";
    OPENING = "Opening the book", "正在打开资料库";
    CLOSING = "Locking", "正在锁定";
    CHECKING = "Checking the passphrase", "正在核对密码";
    CHECKING_TEXT = "This takes a moment on purpose: it slows down anyone who guesses.", "有意放慢片刻，让猜密码的人无从快速尝试。";
    WRONG = "This passphrase does not open the book. Check capital letters and the keyboard's language.",
        "密码不正确。请检查大小写和输入法。";
    WRONG_RECOVERY = "This recovery key does not open the book. It may have been replaced by a newer one.",
        "此恢复密钥无法打开资料库，可能已被新的取代。";
    SLOT_DAMAGED = "What the passphrase opens is damaged on the disk, so no passphrase can be checked. Use the recovery key; nothing is lost.",
        "磁盘上与密码对应的部分已损坏，无法核对任何密码。请使用恢复密钥，数据并未丢失。";
    RECOVERY_SLOT_DAMAGED = "What the recovery key opens is damaged on the disk, so it cannot be checked. Use the passphrase.",
        "磁盘上与恢复密钥对应的部分已损坏，无法核对。请使用密码。";
    FORGOTTEN = "Use the recovery key", "使用恢复密钥";
    USE_PASSPHRASE = "Use the passphrase", "使用密码";
    RECOVERY_TEXT = "Enter the recovery key from your paper. Small letters and missing dashes do not matter.",
        "请照着纸条输入恢复密钥，不分大小写，连字符可省略。";
    RECOVERY_LENGTH = "A recovery key has 36 characters; these are {count}.", "恢复密钥共 36 个字符，您输入了 {count} 个。";
    RECOVERY_CHARACTER = "“{character}” is in no recovery key. Compare your paper.", "恢复密钥中不会出现“{character}”，请核对纸条。";
    RECOVERY_MISTYPED = "A character is mistyped somewhere. Compare your paper group by group.", "有字符输错了，请逐组核对纸条。";
    RECOVERED_TITLE = "Now choose a new passphrase", "请设置新密码";
    RECOVERED_TEXT = "The recovery key is right. It stays valid; the forgotten passphrase goes.", "恢复密钥正确，仍然有效；忘记的密码将作废。";
    OPEN_WITH_NEW = "Set it and open", "设置并打开";
    UNSAVED = "Something you did just before the lock could not be saved. Look at it again once you are in.",
        "锁定前的最后一项操作未能保存，解锁后请再检查一遍。";
    NO_RESET = "Without the passphrase and the recovery key, nobody can open this book.", "没有密码和恢复密钥，任何人都无法打开此资料库。";
    LANGUAGE = "Language", "语言";

    // How strong.
    STRENGTH = "Strength", "强度";
    VERY_WEAK = "Very weak", "很弱";
    WEAK = "Weak", "弱";
    FAIR = "Fair", "一般";
    GOOD = "Good", "强";
    STRONG = "Very strong", "很强";
    GUESSED_IN = "A thief with fifty graphics cards guesses it in {time}.", "窃贼用五十块显卡，{time}就能猜出。";
    TIME_SECONDS = "seconds", "几秒钟";
    TIME_MINUTES = "minutes", "几分钟";
    TIME_HOURS = "hours", "几小时";
    TIME_DAYS = "days", "几天";
    TIME_MONTHS = "months", "几个月";
    TIME_YEARS = "years", "几年";
    TIME_CENTURIES = "centuries", "几百年";
    NOT_GUESSED = "Out of reach, even for a thief with fifty graphics cards and all the time in the world.", "即使窃贼有五十块显卡，也永远猜不出来。";
    REASON_SHORT = "It is short.", "太短。";
    REASON_COMMON = "It holds a word or name that many people use.", "含有很多人常用的词、姓名或密码。";
    REASON_DATE = "It holds a date or a year, which are guessed early.", "含有日期、年份或生日，很容易被先猜到。";
    REASON_PHONE = "It looks like a telephone number.", "看起来像电话号码。";
    REASON_REPEATED = "It repeats itself.", "有重复的内容。";
    REASON_RUN = "It follows the alphabet, the numbers or the keyboard.", "是字母、数字或键盘上的连续序列。";
    REASON_FIGURES = "It is made of figures alone.", "只有数字。";

    FAILED_LOCKED = "Another tab has locked the book. Load this page again.", "另一个标签页已锁定资料库，请重新加载本页。";
    FAILED_KEY_NOT_MADE = "The key could not be made. It needs 64 MB of memory for a moment: close other tabs and try again.",
        "无法生成密钥，需要短暂占用 64 MB 内存。请关闭其他标签页后重试。";
}
