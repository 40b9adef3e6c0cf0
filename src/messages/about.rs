//! Words about this release.

use super::message::messages;

messages! {
    RELEASE_HASH = "SHA-256 of this release", "本版本的 SHA-256";
    RELEASE_HASH_HELP = "Of release.json, which lists every file. Whoever builds the same source gets the same number, so you can compare it with the one that its publisher tells.", "取自列出所有文件的 release.json。用相同源代码构建会得到相同的数值，您可以与发布者公布的数值核对。";
    RELEASE_HASH_NONE = "There is no list of files here, or the browser counts no digests for this address.", "此处没有文件清单，或浏览器不为此地址计算摘要。";
    CHECK_FILES = "Check the files", "检查文件";
    CHECK_FILES_HELP = "Reads every file of this release as this browser is served it and compares it with the list.", "读取此浏览器获得的每个程序文件，并与清单核对。";
    CHECKING_FILES = "Checking the files", "正在检查文件";
    FILES_GOOD = "All {good} files are those of this release.", "全部 {good} 个文件均与本版本一致。";
    FILES_MISSING = "{good} files are those of this release. Not to be had now: {missing}. Check the network and try again.", "{good} 个文件与本版本一致。目前无法取得：{missing}。请检查网络后重试。";
    FILES_DIFFERENT = "These files are not those of this release: {different}. Do not type a passphrase here. Load the page again, and ask whoever serves it if this stays.", "以下文件与本版本不一致：{different}。请不要在此输入密码。请重新加载页面；如果问题依旧，请联系网站提供者。";
    FILES_NO_LIST = "The list of files cannot be had now. Check the network and try again.", "目前无法取得文件清单。请检查网络后重试。";
}
