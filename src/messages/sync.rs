//! Words of the exchange with other devices: its settings, how it stands, what keeps it from going on.

use super::Counted;
use super::message::messages;

messages! {
    OTHER_DEVICES = "Other devices", "其他设备";
    OFF_TEXT = "Keep this book on several devices of yours, in step through a database on a server that you choose. Everything is encrypted here before it leaves, so the server sees how many records there are, about how large each is and when it changes, and nothing of what is in them. While this is off, nothing leaves this device.",
        "让这个资料库在您的多台设备上保持同步，通过您自己选定的服务器上的数据库中转。所有内容在离开本设备前都已加密，服务器只知道有多少条记录、每条大约多大、何时更改，看不到任何内容。未开启时，数据不会离开本设备。";
    START = "Start with this device", "从这台设备开始";
    START_HELP = "You need an empty database on a CouchDB server, or on a service that speaks its protocol.",
        "需要一个空数据库，位于 CouchDB 服务器或兼容其协议的服务上。";
    START_PRESS = "Start…", "开始…";
    JOIN = "Join another device's book", "加入另一台设备的资料库";
    JOIN_HELP = "The other device shows a code: Settings, Other devices, Add a device.", "另一台设备会显示加入码：设置 → 其他设备 → 添加设备。";
    JOIN_PRESS = "Join with a code…", "用加入码加入…";
    CHOICE_JOIN_TEXT = "Bring the book of your other device here, with a code that it shows.", "用另一台设备显示的加入码，把它的资料库同步到这里。";

    // Beginning.
    START_TITLE = "Start with this device", "从这台设备开始";
    ADDRESS = "Address of the database", "数据库地址";
    ADDRESS_HINT = "The server, then the name of the database.", "先是服务器，然后是数据库名。";
    USER = "User", "用户名";
    PASSWORD = "Password", "密码";
    PASSWORD_HINT = "The server's password for this user. It is kept encrypted in this book.", "该用户在服务器上的密码，会加密保存在此资料库中。";
    DEVICE = "Name of this device", "本设备名称";
    DEVICE_HINT = "By it you tell your devices apart.", "便于区分您的各台设备。";
    DEVICE_NEEDED = "Give this device a name.", "请填写设备名称。";
    DEVICE_COMPUTER = "Computer", "电脑";
    DEVICE_PHONE = "Phone", "手机";
    CHECK = "Check", "检查";
    CHECKING = "Asking the server", "正在询问服务器";
    START_NOW = "Start", "开始";
    MAKE_AND_START = "Make the database and start", "新建数据库并开始";
    FOUND_EMPTY = "The database answers, is empty and can be used.", "数据库可以访问，是空的，可以使用。";
    FOUND_NONE = "The server answers, and it has no database of this name yet. Burrow can make it, if this user may.",
        "服务器可以访问，但还没有这个名称的数据库。如果此用户有权限，Burrow 可以新建。";
    FOUND_BOOK = "A book is synchronised in this database already. Another device joins it with a code, not from here.",
        "此数据库中已有同步的资料库。其他设备需用加入码加入，不能从这里开始。";
    STARTED = "Synchronising has begun. Add your other devices next.", "同步已开始。接下来请添加您的其他设备。";

    // Joining.
    JOIN_TITLE = "Join another device's book", "加入另一台设备的资料库";
    CODE = "Code", "加入码";
    CODE_HINT = "Copied from the other device, or read by this device's camera from its screen.", "从另一台设备复制，或用本设备的相机扫描其屏幕。";
    CODE_NEEDED = "Paste the code of the other device.", "请粘贴另一台设备的加入码。";
    CODE_INVALID = "This is not a whole code. Copy it anew on the other device.", "加入码不完整或有误，请在另一台设备上重新复制。";
    CODE_PASSPHRASE = "Passphrase of the code", "加入码的密码";
    CODE_PASSPHRASE_HINT = "The one that was chosen on the other device for this code.", "在另一台设备上为此加入码设置的密码。";
    CODE_PASSPHRASE_WRONG = "The code does not open to this passphrase. Check capital letters and the keyboard's language.",
        "密码不正确，无法打开加入码。请检查大小写和输入法。";
    JOIN_NOW = "Join", "加入";
    JOIN_IS_FULL = "This book is not empty: it holds {records}. They are joined with what comes and go to the other devices, too. To keep the two apart, make a new book first and join from there.",
        "此资料库不是空的，有 {records}。它们会与收到的内容合并，并同步到其他设备。如需分开，请先新建资料库，再从那里加入。";
    TO_THE_BOOKS = "Make a new book", "新建资料库";
    JOINED = "This device has joined. The records come now, and you can work meanwhile.", "本设备已加入，正在接收记录，期间可以照常使用。";

    // How it stands.
    STANDING = "Now", "当前状态";
    SERVER = "Server", "服务器";
    SERVER_AS = "{address}, as {user}", "{address}，用户 {user}";
    NOW = "Sync now", "立即同步";
    SYNCED_AT = "Synced {time}", "{time} 已同步";
    NOT_YET_SYNCED = "Not yet synced", "尚未同步";
    ASKING = "Asking the server…", "正在询问服务器…";
    OFFLINE_SINCE = "Offline since {time}", "{time} 起离线";
    RECEIVING = "Receiving {done} of {total}", "正在接收 {done} / {total}";
    RECEIVING_FIRST = "Receiving", "正在接收";
    ON_SEVERAL_DEVICES = "On your devices", "在您的多台设备上";
    HOME_OPENS_SYNC = "Opens the settings of other devices", "打开其他设备的设置";
    IN_ANOTHER_TAB = "Another tab of this browser does the exchange.", "由此浏览器的另一个标签页负责同步。";
    NOT_LOADED = "Nothing is sent before everything has come.", "全部接收完成之前不会发送。";
    AND = "{first} · {second}", "{first} · {second}";
    PASSWORD_ROW = "User and password", "用户名与密码";
    PASSWORD_ROW_HELP = "When they change on the server, enter the new ones here, on each device.", "服务器上的密码更改后，请在每台设备上填写新的。";
    PASSWORD_CHANGE = "Change…", "更改…";
    PASSWORD_ENTER = "Enter them…", "填写…";
    PASSWORD_TITLE = "User and password of the server", "服务器的用户名与密码";
    PASSWORD_KEEP = "Check and keep", "检查并保存";
    PASSWORD_KEPT = "The server takes them, and they are kept.", "服务器已接受，已保存。";

    // Devices.
    DEVICES = "Devices", "设备";
    THIS_DEVICE = "This device", "本设备";
    FORGOTTEN_DEVICE = "Forgotten", "已移除";
    SEEN = "Last exchange: {when}", "上次同步：{when}";
    CLOCK_AHEAD = "Its clock is ahead. Put its date and time right.", "该设备的时钟偏快，请校准其日期和时间。";
    NOT_SEEN = "No exchange since Burrow was opened", "打开 Burrow 后尚未同步";
    ADD_DEVICE = "Add a device", "添加设备";
    ADD_DEVICE_HELP = "Makes a code by which another device of yours joins this book.", "生成加入码，让您的另一台设备加入此资料库。";
    ADD_DEVICE_PRESS = "Add a device…", "添加设备…";
    RENAME = "Rename…", "重命名…";
    RENAME_TITLE = "Name of this device", "本设备名称";
    SAVE = "Save", "保存";
    FORGET = "Forget…", "移除…";
    MORE_FOR = "More for “{name}”", "“{name}”的更多操作";
    FORGET_TITLE = "Forget “{name}”?", "移除“{name}”？";
    FORGET_TEXT = "It stops taking part when it next asks the server. What it has received stays on it, and so does the server's password: if the device is lost, change that password on the server, too.",
        "它下次连接服务器时就会停止同步。已收到的内容仍留在那台设备上，服务器密码也是。如果设备丢失，请同时在服务器上更改密码。";
    FORGET_NOW = "Forget", "移除";
    FORGOTTEN = "“{name}” no longer takes part.", "“{name}”已不再参与同步。";

    // The code for another device.
    ADD_TITLE = "Add a device", "添加设备";
    ADD_TEXT = "First choose a passphrase for the code. Whoever has both the code and the passphrase can read this book, so send them by different ways, or type the passphrase on the other device yourself.",
        "请先为加入码设置一个密码。同时拥有加入码和密码的人就能读取此资料库，因此请分别传递，或亲自在另一台设备上输入密码。";
    ADD_MAKE = "Make the code", "生成加入码";
    ADD_MAKING = "Making the code", "正在生成加入码";
    CODE_TITLE = "On the other device", "在另一台设备上";
    CODE_TEXT = "Point its camera at the picture, or open Burrow there and paste the code under Settings, Other devices. Then type the passphrase.",
        "用相机扫描图片，或在那台设备上打开 Burrow，在“设置 → 其他设备”中粘贴加入码，然后输入密码。";
    CODE_LOCAL = "This page is open at an address that other devices cannot reach. On the other device, open Burrow at its own address and paste the code.",
        "此页面的地址其他设备无法访问。请在另一台设备上用它自己的地址打开 Burrow，然后粘贴加入码。";
    CODE_PICTURE = "The code as a picture for a camera", "供相机扫描的加入码图片";
    CODE_NOT_DRAWN = "The picture could not be made. The code below does the same.", "无法生成图片，使用下面的加入码效果相同。";
    COPY_CODE = "Copy the code", "复制加入码";
    COPY = "Copy", "复制";
    COPIED = "Copied", "已复制";
    NOT_COPIED = "The browser did not copy it. Select it and copy it by hand.", "浏览器未能复制，请选中后手动复制。";
    DONE = "Done", "完成";

    // Turning it off.
    OFF = "Turn off", "关闭同步";
    OFF_HELP = "This book then stays on this device alone.", "关闭后，此资料库只留在本设备上。";
    OFF_PRESS = "Turn off…", "关闭…";
    OFF_TITLE = "Turn synchronising off on this device?", "在本设备上关闭同步？";
    OFF_STAYS = "Everything in this book stays on this device. What is on the server and on your other devices stays there, and they go on without this one.",
        "此资料库的全部内容仍留在本设备上。服务器和其他设备上的内容保持不变，其他设备之间继续同步。";
    OFF_NOW = "Turn off", "关闭";
    TURNED_OFF = "Synchronising is off. This book is on this device alone.", "同步已关闭，此资料库仅存于本设备。";

    // What keeps it from going on: what happened, in a sentence.
    ADDRESS_INVALID = "This is not the address of a database.", "这不是数据库地址。";
    ADDRESS_INSECURE = "This page came over https, and browsers refuse it an address that begins with http.", "本页面使用 https，浏览器不允许它访问以 http 开头的地址。";
    NOT_ALLOWED = "The security policy of this site does not allow this server.", "本站的安全策略不允许访问此服务器。";
    UNREACHABLE = "Nobody answers at this address.", "该地址没有响应。";
    NOT_SHARED = "The server answers, but does not let this page read what it says (CORS).", "服务器有响应，但不允许本页面读取其内容（CORS）。";
    NOT_A_DATABASE = "Something answers there that is no CouchDB: perhaps the login page of a network, or a proxy.", "该地址的响应不是 CouchDB，可能是网络登录页或代理。";
    PASSWORD_WRONG = "The server does not know this user with this password.", "服务器不认可此用户名和密码。";
    FORBIDDEN = "This user may not do that in this database.", "此用户在该数据库中没有相应权限。";
    NO_DATABASE = "The server has no such database.", "服务器上没有这个数据库。";
    OTHER_BOOK = "The database holds something that is not this book.", "该数据库中的内容不是此资料库。";
    NOT_EMPTY = "The database is not empty, so nothing is begun in it.", "该数据库不是空的，不能从这里开始。";
    REFUSED = "The server refused: {words} ({status})", "服务器拒绝：{words}（{status}）";
    REFUSED_BARE = "The server refused ({status})", "服务器拒绝（{status}）";
    BUSY = "The server is busy.", "服务器繁忙。";
    RECORD_TOO_LARGE = "The server does not take a record because it is too large.", "有一条记录过大，服务器不接受。";
    MANY_DELETIONS = "Another device deleted {count} of {of} records. They are still here.", "另一台设备删除了 {of} 条记录中的 {count} 条。它们在这里仍然保留。";
    MANY_MISSING = "The server no longer has {count} records that it had. They are still here.", "服务器上原有的 {count} 条记录不见了。它们在这里仍然保留。";
    WENT_BACK = "The server gave back an older state. What is newer is still here.", "服务器返回了较旧的状态。较新的内容在这里仍然保留。";
    COMPARISON = "Letters to compare", "核对码";
    COMPARISON_HELP = "Alike on every device that was shown the same records. Where two synced devices have different ones for long, the server does not show both the same.",
        "看到相同记录的设备，核对码都相同。如果两台已同步的设备长时间不同，说明服务器给它们的内容不一样。";
    WITHHELD = "The server shows “{device}” other records than this device: {theirs} there, {ours} here.", "服务器给“{device}”的记录与给本设备的不同：那里有 {theirs} 条，这里有 {ours} 条。";
    DEVICE_FORGOTTEN = "Another device has said that this one is no longer to take part.", "另一台设备已将本设备移除。";
    NEWER_RELEASE = "A newer release of Burrow writes into this book.", "更新版本的 Burrow 正在使用此资料库。";
    DISK = "The disk of this device did not take what came.", "本设备的磁盘未能保存收到的内容。";

    // The same where there is little room.
    SHORT_ADDRESS = "The address of the server is not right", "服务器地址有误";
    SHORT_NOT_ALLOWED = "This site does not allow the server", "本站不允许访问服务器";
    SHORT_NOT_SHARED = "The server does not let this page in", "服务器不允许本页面访问";
    SHORT_NOT_A_DATABASE = "No CouchDB answers", "响应的不是 CouchDB";
    SHORT_UNREACHABLE = "Offline", "离线";
    SHORT_PASSWORD = "The server does not take the password", "服务器不接受密码";
    SHORT_FORBIDDEN = "The server forbids it", "服务器不允许";
    SHORT_NO_DATABASE = "The database is not there", "数据库不存在";
    SHORT_OTHER_BOOK = "Another book lies on the server", "服务器上是另一个资料库";
    SHORT_NOT_EMPTY = "The database is not empty", "数据库不是空的";
    SHORT_BUSY = "The server is busy", "服务器繁忙";
    SHORT_TOO_LARGE = "A record is too large for the server", "有记录超出服务器限制";
    SHORT_DELETIONS = "{count} deletions to decide on", "有 {count} 条删除待决定";
    SHORT_MISSING = "{count} records are missing on the server", "服务器缺少 {count} 条记录";
    SHORT_WENT_BACK = "The server went back to an older state", "服务器回到了旧状态";
    SHORT_WITHHELD = "The server does not show everything", "服务器没有给出全部记录";
    SHORT_FORGOTTEN = "This device no longer takes part", "本设备已不再参与同步";
    SHORT_NEWER = "Update Burrow to go on", "请更新 Burrow 以继续";
    SHORT_DISK = "The disk did not take what came", "磁盘未能保存收到的内容";

    // What is safe.
    SAFE_NOTHING_CHANGED = "Nothing has been changed.", "没有作任何更改。";
    SAFE_HERE = "Everything is safe on this device, and you can go on working.", "所有内容都安全地保存在本设备上，可以照常使用。";

    // What to do.
    DO_ADDRESS = "It looks like https://couch.example.com/customers: the server, then the name of the database.",
        "应类似 https://couch.example.com/customers：先是服务器，然后是数据库名。";
    DO_INSECURE = "Give the server a certificate and enter its address with https.", "请为服务器配置证书，并使用 https 地址。";
    DO_NOT_ALLOWED = "Load this page again and try once more. If it stays so, whoever hosts this site must let it through, in the header Content-Security-Policy:",
        "请重新加载本页面后再试。如果仍然如此，需要由网站管理者在 Content-Security-Policy 响应头中放行：";
    DO_UNREACHABLE = "Look whether this device is online, the server runs and the address is right. Opened in a tab of its own, the address also shows whether its certificate is trusted.",
        "请检查本设备是否联网、服务器是否运行、地址是否正确。在新标签页中打开该地址，还能看出证书是否受信任。";
    DO_UNREACHABLE_ON = "It is tried again by itself, and as soon as this device is online.", "会自动重试，联网后立即继续。";
    DO_NOT_SHARED = "Let this site in by these lines in CouchDB's local.ini, restart it, and check again. If the address leads on to another one, enter that one.",
        "请在 CouchDB 的 local.ini 中加入以下几行并重启，然后再次检查。如果该地址会跳转到别处，请填写跳转后的地址。";
    DO_NOT_A_DATABASE = "Open the address in a tab of its own to see what it is; where a network wants you to log in, do that first.",
        "请在新标签页中打开该地址查看；如果网络要求登录，请先登录。";
    DO_PASSWORD = "Check both; capital letters count.", "请检查两者，注意大小写。";
    DO_PASSWORD_ON = "If they were changed on the server, enter the new ones here.", "如果服务器上已更改，请在这里填写新的。";
    DO_FORBIDDEN = "On the server, make this user a member of the database, or use another one. Only an administrator of the server can make a database.",
        "请在服务器上将此用户设为数据库成员，或换一个用户。只有服务器管理员才能新建数据库。";
    DO_NO_DATABASE = "Check its name.", "请检查数据库名称。";
    DO_NO_DATABASE_ON = "It is never made again by itself. Ask whoever looks after the server; to begin anew, turn synchronising off and start again.",
        "它不会被自动重建。请询问服务器管理者；如需重新开始，请先关闭同步，再重新开始。";
    DO_OTHER_BOOK = "Use another database, which is empty.", "请使用另一个空数据库。";
    DO_OTHER_BOOK_ON = "Nothing is sent and nothing taken over. Ask whoever looks after the server what was done to the database.",
        "不会发送也不会接收任何内容。请询问服务器管理者该数据库发生了什么。";
    DO_NOT_EMPTY = "Use an empty one. To take part in a book that is there, join with a code.", "请使用空数据库。如需加入其中已有的资料库，请使用加入码。";
    DO_WAIT = "It is tried again by itself. If it stays so, the log of the server says more.", "会自动重试。如果一直如此，请查看服务器日志。";
    DO_TOO_LARGE = "Shorten its longest text, or raise max_document_size on the server. All other records go on.",
        "请缩短其中最长的文本，或调大服务器的 max_document_size。其他记录照常同步。";
    DO_DELETIONS = "Keep them, and they come back on all devices, or delete them here, too. Nothing is deleted here before you decide.",
        "保留，它们会在所有设备上恢复；删除，这里也一并删除。在您决定之前，这里不会删除任何内容。";
    DO_MISSING = "Perhaps someone emptied the database. Send them again when you know that it was not meant to be.",
        "可能有人清空了数据库。确认并非有意之后，请重新发送。";
    DO_WENT_BACK = "Perhaps an old backup of the server was restored. Send this device's records again, so that all devices have the newer ones.",
        "可能恢复了服务器的旧备份。请重新发送本设备的记录，让所有设备都得到较新的内容。";
    DO_WITHHELD = "It lost some, or someone holds them back. Send this device's records again; the other devices then do the same. If this comes back, change the server.",
        "可能丢失了记录，也可能有人在扣留记录。请重新发送本设备的记录，其他设备随后也会这样做。如果再次出现，请更换服务器。";
    DO_FORGOTTEN = "To take part again, turn synchronising off here, then join with a new code.", "如需重新参与，请先在这里关闭同步，再用新的加入码加入。";
    DO_NEWER = "Update Burrow here; until then nothing is sent or received.", "请更新此处的 Burrow，在此之前不会收发任何内容。";
    DO_DISK = "The notice about the disk says why. It is tried again by itself.", "磁盘提示中说明了原因。会自动重试。";
    ACCEPT_DELETIONS = "Delete them here, too", "这里也删除";
    KEEP_RECORDS = "Keep the records", "保留记录";
    SEND_AGAIN = "Send again", "重新发送";
    UPDATE = "Update", "更新";
    SEE_RECORD = "See the record", "查看记录";
    POLICY_LINE = "Line of the header", "响应头内容";
    COUCH_LINES = "Lines for CouchDB", "CouchDB 配置";

    // What it cannot do.
    LIMIT_NO_BACKUP = "Synchronising is no backup: what is deleted on one device goes from all of them. Keep backups elsewhere.",
        "同步不是备份：在一台设备上删除的内容，其他设备上也会删除。请把备份保存在别处。";
    LIMIT_SEES = "The server sees how many records there are, about how large each is, when it changes, and which devices ask from where. What is in them, and what they are called, it does not see.",
        "服务器能看到记录的数量、大致大小、更改时间，以及哪些设备从何处访问；看不到记录的内容和名称。";
    LIMIT_LATER = "When two devices change the same field, the later change by their clocks stands. The other one is kept under Conflicts.",
        "两台设备更改同一字段时，以时钟较晚的为准，另一个值保留在“冲突”中。";
    LIMIT_DEVICE = "A device that is forgotten keeps what it has received, and what it needs to read it.",
        "被移除的设备仍保留已收到的内容，以及读取它们所需的密钥。";

    // Values that lost.
    CONFLICTS = "Conflicts", "冲突";
    CONFLICTS_TEXT = "Two devices changed the same field without knowing of each other. The later value stands; the other one is kept here until you have seen it.",
        "两台设备在互不知情时更改了同一字段。较晚的值已生效，另一个值保留在这里，等您查看。";
    CONFLICTS_NONE = "No conflicts", "没有冲突";
    CONFLICTS_NONE_TEXT = "When two devices change the same field at the same time, both values are shown here.", "如果两台设备同时更改同一字段，两个值都会显示在这里。";
    CONFLICTS_READING = "Reading the conflicts", "正在读取冲突";
    CONFLICTS_FAILED = "The conflicts cannot be shown. {reason}", "无法显示冲突。{reason}";
    CONFLICTS_SEE = "Look at them", "查看";
    STANDS = "Stands now", "当前值";
    LOST = "The other value", "另一个值";
    BY_AT = "{who}, {when}", "{who}，{when}";
    NO_VALUE = "Empty", "空";
    DELETED = "Deleted", "已删除";
    NOT_DELETED = "Not deleted", "未删除";
    DELETION = "Deletion", "删除";
    KEEP = "Keep", "保留当前值";
    KEEP_ONE = "Keep: {field} of {record}", "保留当前值：{record} 的{field}";
    TAKE = "Take the other value", "改用另一个值";
    TAKE_ONE = "Take the other value: {field} of {record}", "改用另一个值：{record} 的{field}";
    KEEP_ALL = "Keep all", "全部保留当前值";
    KEPT = "The present value stays.", "已保留当前值。";
    TAKEN = "The other value stands now.", "已改用另一个值。";
    NOT_SETTLED = "Nothing was changed: {reason}", "没有作任何更改：{reason}";
    RANGE = "{from} to {to} of {total}", "第 {from}–{to} 条，共 {total} 条";
    EARLIER = "Previous", "上一页";
    LATER = "Next", "下一页";
    IN_TRASH = "In the trash", "在回收站中";
}

/// “3 edits not yet sent”
pub const NOT_SENT: Counted =
    Counted::new("{count} edit not yet sent", "{count} edits not yet sent", "{count} 处更改尚未发送");
/// “2 conflicts to look at”
pub const CONFLICTS_COUNT: Counted =
    Counted::new("{count} conflict to look at", "{count} conflicts to look at", "有 {count} 处冲突待查看");
/// “Two devices changed the same 3 fields. Both values are kept.”
pub const CONFLICTS_NEW: Counted = Counted::new(
    "Two devices changed the same field. Both values are kept.",
    "Two devices changed the same {count} fields. Both values are kept.",
    "两台设备更改了相同的 {count} 个字段，两边的值都已保留。",
);
/// “The present values of 3 fields stay.”
pub const ALL_KEPT: Counted =
    Counted::new("{count} present value stays.", "{count} present values stay.", "已保留 {count} 个当前值。");
/// “3 records of a device whose clock is ahead wait until their time has come.”
pub const AHEAD: Counted = Counted::new(
    "{count} record of a device whose clock is ahead waits until its time has come.",
    "{count} records of a device whose clock is ahead wait until their time has come.",
    "有 {count} 条记录来自时钟偏快的设备，到时间后才会采用。",
);
/// “3 records were changed while the clock of this device was ahead. They are sent when their time has come.”
pub const AHEAD_HERE: Counted = Counted::new(
    "{count} record was changed while the clock of this device was ahead. It is sent when its time has come.",
    "{count} records were changed while the clock of this device was ahead. They are sent when their time has come.",
    "有 {count} 条记录是在本设备时钟偏快时更改的，到时间后才会发送。",
);
/// “2 records of the server cannot be read here. They are kept as they are.”
pub const UNREADABLE: Counted = Counted::new(
    "{count} record of the server cannot be read here. It is left as it is.",
    "{count} records of the server cannot be read here. They are left as they are.",
    "服务器上有 {count} 条记录在这里无法读取，已原样保留。",
);
/// “512 edits have not been sent yet: the other devices do not have them.”
pub const OFF_UNSENT: Counted = Counted::new(
    "{count} edit has not been sent yet: the other devices do not have it.",
    "{count} edits have not been sent yet: the other devices do not have them.",
    "还有 {count} 处更改尚未发送，其他设备没有这些更改。",
);
