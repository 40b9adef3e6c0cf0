//! Words for what happens between releases and between tabs: a new version that waits, a tab that has let go of the book, a
//! copy that is gone.

use super::message::messages;

messages! {
    NEW_RELEASE = "A new version of Burrow is ready.", "Burrow 新版本已就绪。";
    RELOAD_TO_UPDATE = "Reload to update", "重新加载以更新";
    NOT_YET_UPDATED = "Something on this page is not saved yet, so the new version waits. Save it or discard it, then update.",
        "此页面上还有内容未保存，新版本会继续等待。请先保存或放弃这些内容，再更新。";

    WAITS_FOR_ANOTHER_TAB = "Another tab of Burrow is in the middle of something that must be finished first. Switch to that tab, or close it; this one then goes on by itself.",
        "另一个 Burrow 标签页正在执行必须先完成的操作。请切换到那个标签页或将其关闭，此页面随后会自动继续。";

    RESCUE_NOT_STARTED = "Burrow could not start completely", "Burrow 未能完整启动";
    RESCUE_NOT_STARTED_TEXT = "The part that keeps your data could not be started, most often because it was not downloaded whole. Reload the page to download everything again.",
        "负责保管数据的部分未能启动，通常是因为程序没有下载完整。请重新加载页面，以重新下载全部文件。";

    RESCUE_NEWER = "A newer version has this book", "资料库已由新版本接管";
    FAILED_NEWER_RELEASE = "A newer version of Burrow has opened this book. This older version reads and changes nothing in it. Reload to get the newer one; if this screen comes back, the address you opened still offers the older version: try again later.",
        "资料库已由新版本的 Burrow 打开。此旧版本不会读取或更改其中的任何内容。请重新加载以使用新版本；如果此提示再次出现，说明您打开的地址仍提供旧版本，请稍后再试。";

    RESCUE_GONE = "This book has been deleted", "资料库已被删除";
    FAILED_BOOK_GONE = "The browser's copy of this book has been deleted: in another tab, by the browser, or by someone who cleared its data. Reload the page; another book or a backup can be opened there.",
        "浏览器中的这个资料库已被删除：可能是在另一个标签页中删除的，可能是浏览器自行清理，也可能有人清除了网站数据。请重新加载页面，然后可以打开其他资料库或备份。";
    RESCUE_GONE_SAFE = "Burrow deletes a book only when somebody types its name to confirm it. A backup that you made brings everything in it back.",
        "只有在有人输入名称确认后，Burrow 才会删除资料库。您做过的备份可以恢复其中的全部内容。";

    ONE_TAB_ONLY = "This browser does not let tabs of Burrow know of each other. Work in one tab only; a newer browser, or an https address, puts that right.",
        "此浏览器无法让多个 Burrow 标签页互相知晓。请只在一个标签页中工作；换用较新的浏览器或 https 地址即可解决。";

    COPY_IS_GONE = "The book that this browser kept is gone: the browser, or someone who cleared its data, has deleted it. What stands here now is a new, empty book. If you have a backup, open it to get everything back.",
        "此浏览器保存的资料库已不在了：可能被浏览器清理，或有人清除了网站数据。现在看到的是一个全新的空资料库。如果您有备份，打开备份即可恢复全部内容。";
    OPEN_A_BACKUP = "Open a backup", "打开备份";
}
