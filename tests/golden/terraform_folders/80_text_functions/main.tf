provider "aws" {
  region = "us-east-1"
}
locals {
  s = "  Hello, Wörld! 你好 🚀  "
  strings = {
    upper       = upper(local.s)
    lower       = lower("ÀÉÎ STRASSE")
    title       = title("the quick-brown fox's o'neil_under x.y")
    trim        = trim("?!hello?!", "!?")
    trimspace   = trimspace(local.s)
    trimprefix  = trimprefix("helloworld", "hello")
    trimsuffix  = trimsuffix("helloworld", "x")
    chomp       = chomp("hello\r\n\n")
    indent      = indent(2, "a\nb\n\nc")
    strrev      = strrev("añb🚀c")
    substr1     = substr("hello 🚀 world", 6, 3)
    substr2     = substr("hello", -3, -1)
    substr3     = substr("hello", 1, 100)
    length      = length("🚀né")
    replace1    = replace("1 + 2 + 3", "+", "-")
    replace2    = replace("hello world", "/w.*d/", "everybody")
    replace3    = replace("a-b-c", "/(\\w)-(\\w)/", "$2_$1")
    replace4    = replace("foo123bar", "/(?P<num>[0-9]+)/", "<$${num}>")
    join        = join("-", ["a", "", "b"])
    split       = split(",", "a,,b,")
    split_empty = split("", "abc")
    regex1      = regex("[a-z]+", "53453453.345345aaabbbccc23454")
    regex2      = regex("(\\d\\d\\d\\d)-(\\d\\d)-(\\d\\d)", "2019-02-01")
    regex3      = regex("^(?:(?P<scheme>[^:/?#]+):)?(?://(?P<authority>[^/?#]*))?", "https://terraform.io/docs")
    regexall    = regexall("[a-z]+", "1234abcd5678efgh9")
    regexall2   = regexall("(a)(b)?", "ab a")
    regexall0   = length(regexall("x", "abc"))
    startswith  = [startswith("hello", "he"), endswith("hello", "he"), strcontains("hello", "ll")]
    fmt1        = format("%5.1f|%-8s|%08d|%+d|%x|%X|%o|%b|%e|%g|%t|%%", 3.14159, "left", 42, 7, 255, 255, 8, 5, 12345.678, 1e21, true)
    fmt2        = format("%v %v %v %v", "s", 1.5, true, null)
    fmt3        = format("%q %#v", "quo\"te\n", { a = [1, "b", null] })
    fmt4        = format("%[2]s %[1]s %[2]q", "a", "b")
    fmt6        = format("%s %s %s", 12, true, 1.0)
    fmt7        = format("%05.2f|% d|%6.3v|%d", 3.14159, 5, "abcdef", "17")
    fmt8        = format("%s", 100000000000000000000)
    fmt9        = format("%v", ["a", 1, { b = true }])
    fmtlist     = formatlist("%s-%02d", ["a", "b"], [1, 2])
    fmtlist2    = formatlist("%s is %s", "x", ["y", "z"])
    fdate       = [for f in ["DD MMM YYYY hh:mm ZZZ", "EEEE, DD-MMM-YY hh:mm:ss ZZZ", "EEE, DD MMM YYYY hh:mm:ss ZZZ", "YYYY-MM-DD'T'hh:mm:ssZ", "h'h'm'm' AA aa H HH M D", "MMMM ''YY''"] : formatdate(f, "2018-01-02T23:12:01+01:00")]
    tadd        = [timeadd("2017-11-22T00:00:00Z", "10m"), timeadd("2020-02-28T23:59:59+02:00", "-1h30m1s"), timeadd("2020-01-01T00:00:00Z", "1.5h")]
    tcmp        = [timecmp("2017-11-22T00:00:00Z", "2017-11-22T01:00:00+01:00"), timecmp("2017-11-22T00:00:00Z", "2017-11-22T01:00:00Z")]
    b64         = [base64encode("Hëllo"), base64decode("SMOrbGxv"), textencodebase64("Hi", "UTF-16LE"), textdecodebase64("SABpAA==", "UTF-16LE")]
    gz          = length(base64gzip("hello")) > 10
    urlenc      = urlencode("a b&c=d/é~_-.*")
    hashes      = [md5("é"), sha1("x"), sha256("x"), sha512("x"), base64sha256("x"), base64sha512("x")]
    uuid5       = [uuidv5("dns", "www.terraform.io"), uuidv5("url", "https://x"), uuidv5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "é")]
    json        = jsonencode({ html = "<a&b>", uni = "\u00e9\u2028", tab = "\t", quote = "\"", slash = "/", num = 1e100, neg = -0.5, big = 123456789012345678901234567890, list = [], obj = {}, nil = null, "z key" = 1, A = 2 })
    esc         = "tab\t nl\\n quote\" uni\u00e9 \U0001F680 $${lit} %%{lit} $$ %% $a %b"
    cmp         = ["a" == "a", "1" == 1, true == "true", 1 == 1.0, "b" != "a"]
    basename    = [basename("/a/b/c.txt"), dirname("/a/b/c.txt"), basename("/"), dirname("x"), dirname("/"), basename("a/b/")]
    pathexp     = abspath("/a/../b")
    issens      = issensitive("x")
    cidr        = [cidrhost("10.12.112.0/20", 16), cidrhost("10.0.0.0/8", -2), cidrhost("fd00:fd12:3456:7890::/56", 34), cidrnetmask("172.16.0.0/12"), cidrsubnet("fd00::/48", 16, 162), cidrsubnet("10.1.2.0/24", 4, 15)]
    cidrs       = cidrsubnets("10.1.0.0/16", 4, 4, 8, 4)
    cidrs6      = cidrsubnets("fd00:fd12:3456:7890::/56", 16, 8)
    yaml        = yamlencode({ a = "x", b = ["1", 2, true, null], c = { "d e" = "yes", "f" = "multi\nline\n" }, g = "a: b", h = "", i = "012", j = "1e3", k = "#c", l = 1.25, m = [], n = {}, o = "é🚀", p = " lead", q = "- dash", r = "null", s = "~", t = "2001-01-01", u = "0x1F", v = [[1, 2], [{ x = 1 }]], w = "line1\nline2", x = "tab\there", y = "y", z = 12345678901234567890 })
    csv         = csvdecode("a,b\n1,\"x,y\"\n2,\"q\"\"z\"\n")
    coalesce    = coalesce(null, "", "x", "y")
    parse       = [parseint("FF", 16), parseint("-1010", 2), parseint("zz", 36)]
    interp      = "n=${1}, f=${2.50}, b=${true}, big=${100000000000000000000}, small=${0.000001}, e=${1e-7}"
    single      = "${[1, 2][0]}"
    strtpl      = local.templatestring_free
    dirs        = "%{ if true }yes%{ else }no%{ endif } %{ for x in ["a", "b"] ~} ${x} %{ endfor ~}!"
    nested      = "a${"b${"c"}"}d"
  }
  templatestring_free = "plain"
}
resource "terraform_data" "s" {
  for_each = local.strings
  input    = each.value
}
resource "aws_ssm_parameter" "s" {
  for_each = { for k, v in local.strings : k => v if k == "fmt2" ? false : can(tostring(v)) && try(length(v) > 0, false) }
  name     = "/s/${each.key}"
  type     = "String"
  value    = each.value
}
output "strings" { value = local.strings }
