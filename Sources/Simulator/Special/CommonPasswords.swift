// SPDX-License-Identifier: MIT

/// The passwords and words that are tried first.
enum CommonPasswords {
  /// The place of each, from 1.
  static let ranks: [String: Int] = {
    var ranks: [String: Int] = [:]
    for (index, word) in words.split(whereSeparator: \.isWhitespace).enumerated()
    where ranks[String(word)] == nil {
      ranks[String(word)] = index + 1
    }
    return ranks
  }()

  /// The length of the longest.
  static let longest = ranks.keys.map(\.count).max() ?? 0

  private static let words = """
    password 123456 12345678 1234 qwerty 12345 dragon pussy baseball football
    letmein monkey 696969 abc123 mustang michael shadow master jennifer 111111 2000 jordan superman
    harley 1234567 hunter trustno1 ranger buster thomas robert soccer batman test pass killer hockey
    george charlie andrew michelle love sunshine jessica pepper daniel access 123456789 654321
    joshua maggie starwars silver william dallas yankees 123123 ashley 666666 hello amanda orange
    biteme freedom computer sexy thunder nicole ginger heather hammer summer corvette taylor austin
    1111 merlin matthew 121212 golfer cheese princess martin chelsea patrick richard diamond yellow
    bigdog secret asdfgh sparky cowboy camaro anthony matrix falcon iloveyou bailey guitar jackson
    purple scooter phoenix aaaaaa morgan tigers porsche mickey maverick cookie nascar peanut justin
    131313 money horny samantha panties steelers joseph snoopy boomer whatever iceman smokey gateway
    dakota cowboys eagles chicken black zxcvbn please andrea ferrari knight hardcore melissa compaq
    coffee booboo bulldog xxxxxx welcome james player ncc1701 wizard scooby charles junior internet
    mike brandy tennis banana monster spider lakers miller rabbit enter mercedes brandon steven
    fender john yamaha diablo chris boston tiger marine chicago rangers gandalf winter barney edward
    raiders badboy spanky bigdaddy johnson chester london midnight blue fishing 000000 hannah slayer
    11111111 rachel redsox thx1138 asdf marlboro panther zxcvbnm arsenal oliver qazwsx mother victoria
    7777777 jasper angel david winner crystal golden viking jack iwantu shannon murphy angels prince
    cameron girls madison wilson carlos hooters willie startrek captain maddog jasmine butter booger
    angela golf lauren rocket tiffany theman dennis liverpoo flower forever green jackie muffin turtle
    sophie danielle redskins toyota jason sierra winston debbie giants packers newyork jeremy casper
    bubba 112233 sandra lovers mountain united cooper driver tucker helpme passw0rd password1
    qwertyuiop qwerty123 1q2w3e4r 1qaz2wsx admin admin123 administrator root letmein1 welcome1
    changeme default guest login user abcdef 987654321 1234567890 zaq12wsx dragon1 monkey1 baseball1
    football1 superman1 master1 hello123 test123 test1234 pass1234 secret123 password123 iloveyou1
    sunshine1 princess1 charlie1 michael1 shadow1 ashley1 donald azerty solo photoshop adobe123
    trustnoone access14 flower1 hottie lovely loveme zaq1zaq1 starwars1 computer1 google facebook
    linkedin twitter mail email server stalwart postmaster webmaster office system manager company
    """
}
