import Testing

@testable import Typesetting

@Suite("QR matrices")
struct QRMatrixTests {
    @Test(
        "the smallest version of level M that fits",
        arguments: [
            (bytes: 14, size: 21),
            (bytes: 35, size: 29),
            (bytes: 38, size: 29),
            (bytes: 46, size: 33),
            (bytes: 180, size: 53),
            (bytes: 181, size: 57),  // version 9 ends at 180 bytes
            (bytes: 2331, size: 177),
        ])
    func version(bytes: Int, size: Int) throws {
        #expect(try QRMatrix(String(repeating: "a", count: bytes)).size == size)
    }

    @Test("one byte more than the largest version holds is refused with its length")
    func tooLong() {
        #expect(throws: TypesettingError.codeTooLong(bytes: 2332)) {
            try QRMatrix(String(repeating: "a", count: 2332))
        }
    }

    @Test("runs of a row cover its dark modules and no other")
    func runs() throws {
        let matrix = try QRMatrix("weixin://wxpay/bizpayurl?pr=AbC123xyz")
        for row in 0..<matrix.size {
            var dark = [Bool](repeating: false, count: matrix.size)
            for run in matrix.runs(row: row) {
                for column in run.column..<(run.column + run.length) { dark[column] = true }
            }
            #expect(dark == (0..<matrix.size).map { matrix[$0, row] })
        }
    }

    @Test("a WeChat Pay code, with its quiet zone")
    func wechat() throws {
        try expectSnapshot(
            QRMatrix("weixin://wxpay/bizpayurl?pr=AbC123xyz").blocks, "wechatCode.txt")
    }
}
