<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>HyperRestore</name>
        <message>
            <location filename="../processing/appearance/told.py" />
            <source>Help</source>
            <translation>帮助</translation>
        </message>
        <message>
            <location filename="../processing/appearance/told.py" />
            <source>Made from {} by {} (HyperRestore {}).</source>
            <translation>由 {} 经 {} 生成 (HyperRestore {})。</translation>
        </message>
        <message>
            <location filename="../processing/appearance/told.py" />
            <source>Parameters: {}</source>
            <translation>参数：{}</translation>
        </message>
        <message>
            <location filename="../processing/appearance/told.py" />
            <source>How it was computed: {}</source>
            <translation>计算方式：{}</translation>
        </message>
        <message>
            <location filename="../processing/appearance/told.py" />
            <source>Weights: {}, SHA-256 {}…</source>
            <translation>权重：{}，SHA-256 {}…</translation>
        </message>
        <message>
            <location filename="../processing/appearance/tree.py" />
            <source>{} – restored</source>
            <translation>{} – 已复原</translation>
        </message>
        <message>
            <location filename="../processing/base.py" />
            <source>Papers:</source>
            <translation>参考文献：</translation>
        </message>
        <message>
            <location filename="../processing/base.py" />
            <source>HyperRestore met an error that it did not foresee ({}: {}). The log has the details; please report it with them.</source>
            <translation>HyperRestore 遇到了未预料的错误 ({}: {})。详情见日志；请连同日志一起报告。</translation>
        </message>
        <message>
            <location filename="../processing/catalog.py" />
            <source>The weights '{0}' are set as the default of {1}, but the catalog has none of that name for {1}. Reset the default in Raster ▸ HyperRestore ▸ Weights…, import them again, or choose weights by name.</source>
            <translation>权重 '{0}' 被设为 {1} 的默认权重，但权重库中没有 {1} 的该名称权重。请在 栅格 ▸ HyperRestore ▸ 权重… 中重置默认值、重新导入，或按名称选择权重。</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>Check environment</source>
            <translation>检查运行环境</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>Setup</source>
            <translation>环境设置</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>install</source>
            <translation>安装</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>dependencies</source>
            <translation>依赖项</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>torch</source>
            <translation>torch</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>pytorch</source>
            <translation>pytorch</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>safetensors</source>
            <translation>safetensors</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>scikit-image</source>
            <translation>scikit-image</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>pip</source>
            <translation>pip</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>GPU</source>
            <translation>GPU</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>CUDA</source>
            <translation>CUDA</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>device</source>
            <translation>设备</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>version</source>
            <translation>版本</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>missing</source>
            <translation>缺失</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>packages</source>
            <translation>软件包</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>Tells whether QGIS has all that HyperRestore needs, and which devices it can compute with.

When to use it: when an algorithm says that a package is missing, or to see whether the graphics card is used. It names the Python that QGIS runs, its versions of QGIS, GDAL and numpy, and each package: there, missing, too old, or there but not loading, with the reason. Where something is missing it tells which build fits this computer, how large it is, where it would go, and the very command that installs it.

It installs nothing, and missing packages are no error: the run succeeds, and READY is false. In QGIS's window, Raster &gt; HyperRestore &gt; Check environment... shows the same and installs if you say so.</source>
            <translation>检查 QGIS 是否具备 HyperRestore 所需的一切，以及可用哪些设备计算。

何时使用：当算法提示缺少软件包时，或想知道是否用上了显卡时。它列出 QGIS 所用的 Python、QGIS、GDAL 和 numpy 的版本，以及每个软件包的状态：已有、缺失、过旧，或已有但无法加载及其原因。若有缺失，它会说明适合本机的版本、大小、安装位置，以及安装用的确切命令。

它不安装任何东西，缺包也不算错误：运行成功，READY 为 false。在 QGIS 窗口中，栅格 &gt; HyperRestore &gt; 检查运行环境… 显示同样的内容，并在您同意后安装。</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>Report (HTML)</source>
            <translation>报告 (HTML)</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>The findings as a page, to keep or to send to whoever helps you.</source>
            <translation>以网页形式保存检查结果，便于留存或发给帮助您的人。</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>Findings (JSON)</source>
            <translation>检查结果 (JSON)</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>The findings for other programs.</source>
            <translation>供其他程序使用的检查结果。</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>Whether all that is required can be used</source>
            <translation>必需项是否全部可用</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>What cannot be used, separated by spaces</source>
            <translation>不可用的项，以空格分隔</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>The command that installs it, or nothing</source>
            <translation>安装命令，或为空</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>Devices that torch sees, separated by semicolons</source>
            <translation>torch 可见的设备，以分号分隔</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>To install by hand, outside QGIS:</source>
            <translation>在 QGIS 之外手动安装：</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>Findings</source>
            <translation>检查结果</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>First</source>
            <translation>首先</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>Command</source>
            <translation>命令</translation>
        </message>
        <message>
            <location filename="../processing/data/checkenvironment.py" />
            <source>HyperRestore: environment</source>
            <translation>HyperRestore：运行环境</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Everything that HyperRestore needs is there.</source>
            <translation>HyperRestore 所需的一切均已具备。</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Installed. Start QGIS again to use it.</source>
            <translation>安装完成。请重启 QGIS 后使用。</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Installed. HyperRestore is ready, without a new start of QGIS.</source>
            <translation>安装完成。HyperRestore 已就绪，无需重启 QGIS。</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>But pip found a torch without CUDA, which does not use the graphics card.</source>
            <translation>但 pip 找到的 torch 不带 CUDA，不会使用显卡。</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Packages are missing: {}.</source>
            <translation>缺少软件包：{}。</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Packages are missing or do not work: {}.</source>
            <translation>软件包缺失或无法使用：{}。</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>all denoising and super-resolution</source>
            <translation>所有去噪和超分辨率</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>trained networks</source>
            <translation>训练好的网络</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Evaluate, and reports of Fine-tune</source>
            <translation>评价，以及微调的报告</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>charts in reports; optional</source>
            <translation>报告中的图表；可选</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>several computers at once; optional</source>
            <translation>多台计算机同时计算；可选</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>there, but does not load: {}</source>
            <translation>已安装，但无法加载：{}</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>version {} is too old, {} or later is needed</source>
            <translation>版本 {} 过旧，需要 {} 或更高版本</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>version {}</source>
            <translation>版本 {}</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>CUDA {}, for NVIDIA cards</source>
            <translation>CUDA {}，用于 NVIDIA 显卡</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>CPU</source>
            <translation>CPU</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Apple</source>
            <translation>Apple</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>the one for macOS</source>
            <translation>用于 macOS 的版本</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>this computer has a card and driver for it</source>
            <translation>本机有相应的显卡和驱动</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>no NVIDIA driver was found</source>
            <translation>未找到 NVIDIA 驱动</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>there is an NVIDIA driver, but it sees no card</source>
            <translation>有 NVIDIA 驱动，但未检测到显卡</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>the NVIDIA driver is too old for a CUDA build; update it to use the card</source>
            <translation>NVIDIA 驱动过旧，不支持 CUDA 版本；请更新驱动以使用显卡</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>the NVIDIA card is too old for a CUDA build</source>
            <translation>NVIDIA 显卡过旧，不支持 CUDA 版本</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>this QGIS's Python is too old for the NVIDIA card's build; update QGIS to use the card</source>
            <translation>此 QGIS 的 Python 过旧，不支持适用于该 NVIDIA 显卡的版本；请更新 QGIS 以使用显卡</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>{}: {}</source>
            <translation>{}：{}</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>about {} to download, about {} on disk; {} are free there</source>
            <translation>下载约 {}，占用磁盘约 {}；该处空闲 {}</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>not known without torch</source>
            <translation>没有 torch，无从得知</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>no NVIDIA driver</source>
            <translation>没有 NVIDIA 驱动</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>{}; driver {}, which runs CUDA up to {}</source>
            <translation>{}；驱动 {}，最高支持 CUDA {}</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>no NVIDIA card</source>
            <translation>没有 NVIDIA 显卡</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>{} in {} cannot be used, but would be found first. Remove it:  {}</source>
            <translation>{}（位于 {}）不可用，却会被优先找到。请移除：  {}</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>This Python has no pip. Install that first, on Debian and Ubuntu with:  sudo apt install python3-pip</source>
            <translation>此 Python 没有 pip。请先安装，在 Debian 和 Ubuntu 上运行：  sudo apt install python3-pip</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>There is not enough room on the disk.</source>
            <translation>磁盘空间不足。</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>{}, with GDAL {} and numpy {}</source>
            <translation>{}，GDAL {}，numpy {}</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>QGIS</source>
            <translation>QGIS</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Python</source>
            <translation>Python</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Graphics card</source>
            <translation>显卡</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Computes on</source>
            <translation>计算设备</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>To install</source>
            <translation>待安装</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Build of torch</source>
            <translation>torch 版本类型</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Size</source>
            <translation>大小</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Goes to</source>
            <translation>安装到</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>Install downloads from {}, into a folder of HyperRestore's own. QGIS's packages stay as they are. Or run this command yourself, outside QGIS:</source>
            <translation>“安装”会从 {} 下载到 HyperRestore 自己的文件夹。QGIS 的软件包保持不变。也可以在 QGIS 之外自行运行此命令：</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>{} and {}</source>
            <translation>{} 和 {}</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>, from {}</source>
            <translation>，来自 {}</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>{:.1f} GB</source>
            <translation>{:.1f} GB</translation>
        </message>
        <message>
            <location filename="../processing/data/environment_text.py" />
            <source>{} MB</source>
            <translation>{} MB</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Import MAT file</source>
            <translation>导入 MAT 文件</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Data</source>
            <translation>数据</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>mat</source>
            <translation>mat</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>matlab</source>
            <translation>Matlab</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>hdf5</source>
            <translation>hdf5</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>v7.3</source>
            <translation>v7.3</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>benchmark</source>
            <translation>基准数据</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>cube</source>
            <translation>数据立方体</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>hyperspectral</source>
            <translation>高光谱</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>convert</source>
            <translation>转换</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>import</source>
            <translation>导入</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>open</source>
            <translation>打开</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Turns a hyperspectral cube in a MATLAB file (.mat), as benchmark sites ship them, into a GeoTIFF or ENVI raster.

When to use it: to open such a file in QGIS, which cannot read it. MAT files of all versions are read, 7.3 (HDF5) included; only numbers are read, nothing of a file is run.

The cube may be a 3-D array with its axes in any order, or flattened to bands and pixels. What is left on 'auto' is deduced from the file: from sizes that it states, from a ground truth beside the cube, and from the numbers themselves; the log says what was taken for what, and why. What cannot be told is asked for.

The number type is kept, but for types that many programs cannot read: int8 becomes Int16, half precision Float32, 64-bit integers Float64. Compressed arrays of files before version 7.3 are read whole into memory, all others a part at a time. The result has no place on the ground unless you give one.</source>
            <translation>将 MATLAB 文件 (.mat) 中的高光谱立方体（基准数据网站常用此格式）转换为 GeoTIFF 或 ENVI 栅格。

何时使用：在 QGIS 中打开这类文件时，因为 QGIS 无法直接读取。可读所有版本的 MAT 文件，包括 7.3 (HDF5)；只读取数字，绝不执行文件中的任何内容。

立方体可以是轴序任意的 3-D 数组，也可以展平为波段和像元。保持 'auto' 的项目由文件推断：依据文件给出的尺寸、立方体旁的地面真值，以及数值本身；日志会说明如何判断及原因。无法推断的会请您给出。

数值类型保持不变，但许多程序无法读取的类型除外：int8 转为 Int16，半精度转为 Float32，64 位整数转为 Float64。7.3 版之前文件中的压缩数组整体读入内存，其余逐段读取。除非您指定，结果没有地理位置。</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Imported raster</source>
            <translation>导入的栅格</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>GeoTIFF (.tif) or ENVI (.dat, .img, .bsq, .bil, .bip).</source>
            <translation>GeoTIFF (.tif) 或 ENVI (.dat, .img, .bsq, .bil, .bip)。</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Name of the variable</source>
            <translation>变量名</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Number of rows</source>
            <translation>行数</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Number of columns</source>
            <translation>列数</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Number of bands</source>
            <translation>波段数</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>MAT file</source>
            <translation>MAT 文件</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>MAT files (*.mat);;All files (*)</source>
            <translation>MAT 文件 (*.mat);;所有文件 (*)</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>The file as MATLAB, or a program that writes its format, saved it.</source>
            <translation>由 MATLAB 或能写此格式的程序保存的文件。</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Variable (empty: the only cube)</source>
            <translation>变量（留空：唯一的立方体）</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Name of the array to import. Empty takes the only one that can be a cube; where there are several, the error lists them. Masks and ground truths can be named, too: they become rasters of one band.</source>
            <translation>要导入的数组名。留空则取唯一可能是立方体的数组；若有多个，错误信息会逐一列出。也可指定掩膜或地面真值：它们将成为单波段栅格。</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Axes of the array</source>
            <translation>数组的轴</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>What the sizes of the array are, in the order in which MATLAB lists them. 'pixels' is for flattened cubes, two axes without bands for maps.</source>
            <translation>数组各维的含义，按 MATLAB 列出的顺序。'pixels' 用于展平的立方体，不含波段的两轴用于地图。</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Rows of the image; needed for flattened cubes where the file does not tell.</source>
            <translation>图像的行数；文件未给出时，展平的立方体需要填写。</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Columns of the image; needed for flattened cubes where the file does not tell.</source>
            <translation>图像的列数；文件未给出时，展平的立方体需要填写。</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Order of flattened pixels</source>
            <translation>展平像元的顺序</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>'fortran': pixels run down the columns, as MATLAB's own reshape has them. 'C': they run along the rows. 'auto' takes the order in which neighbours are alike.</source>
            <translation>'fortran'：像元沿列向下排列，与 MATLAB 自带的 reshape 一致。'C'：沿行排列。'auto' 取使相邻像元相似的顺序。</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Wavelengths</source>
            <translation>波长</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>One number per band, separated by commas or semicolons, or the name of a variable. Empty takes a variable that is called like wavelengths, has one number per band, and holds such.</source>
            <translation>每个波段一个数，用逗号或分号分隔，或给出变量名。留空则取名称像波长、每个波段一个数且内容确为波长的变量。</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Unit of the wavelengths</source>
            <translation>波长单位</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>'auto' takes numbers from 100 on for nanometres, less for micrometres.</source>
            <translation>'auto' 将 100 及以上的数视为纳米，更小的视为微米。</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Full width at half maximum</source>
            <translation>半高全宽</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>How wide each band is (FWHM), in the unit of the wavelengths: one number per band, one for all, or the name of a variable. Empty takes a variable that is called so.</source>
            <translation>每个波段的宽度 (FWHM)，单位与波长相同：每个波段一个数、所有波段共用一个数或变量名。留空则取同名变量。</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Coordinate system</source>
            <translation>坐标系</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Coordinate system of the extent or geotransform.</source>
            <translation>范围或地理变换所用的坐标系。</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Extent</source>
            <translation>范围</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Where the outer edges of the image lie, north up.</source>
            <translation>图像外边缘的位置，北方朝上。</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Geotransform</source>
            <translation>地理变换</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>GDAL's six numbers in place of the extent: x of the upper left corner, pixel width, row rotation, y of the upper left corner, column rotation, pixel height (negative for north up).</source>
            <translation>代替范围的 GDAL 六个参数：左上角 x、像元宽度、行旋转、左上角 y、列旋转、像元高度（北方朝上时为负）。</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Nodata value</source>
            <translation>无数据值</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>The number that stands for missing pixels; written into the raster, nothing is changed.</source>
            <translation>代表缺失像元的数值；仅写入栅格的元数据，不改动任何数据。</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>The EXTENT that was given has no area. Give west, east, south and north.</source>
            <translation>给定的 EXTENT 没有面积。请依次给出西、东、南、北。</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>Both EXTENT and GEOTRANSFORM were given. Give one of them.</source>
            <translation>同时给出了 EXTENT 和 GEOTRANSFORM。请只给其中一个。</translation>
        </message>
        <message>
            <location filename="../processing/data/importmat.py" />
            <source>GEOTRANSFORM was given as '{}'. Give six numbers that place each pixel elsewhere: x, pixel width, row rotation, y, column rotation, pixel height.</source>
            <translation>给定的 GEOTRANSFORM 为 '{}'。请给出六个能使各像元位置互不相同的数：x、像元宽度、行旋转、y、列旋转、像元高度。</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>Import weights</source>
            <translation>导入权重</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>weights</source>
            <translation>权重</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>checkpoint</source>
            <translation>检查点</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>model</source>
            <translation>模型</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>network</source>
            <translation>网络</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>neural network</source>
            <translation>神经网络</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>deep learning</source>
            <translation>深度学习</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>pth</source>
            <translation>pth</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>catalog</source>
            <translation>权重库</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>Adds trained weights to your catalog, where the restoration algorithms offer them by name: those that the authors of a network released (a checkpoint, .pth) are converted; those that HyperRestore made elsewhere, such as a colleague's (.safetensors with model card and SHA256SUMS), are checked and copied.

When to use it: when you have weights from elsewhere that are better than the shipped ones. The file is read as plain numbers: code inside it is refused, never run. The weights are kept in your QGIS profile, or in the folder that HyperRestore's settings name, with a model card and a checksum.

Weights have owners: see to it that you may use them.

Needs the Python packages torch and safetensors; where they are missing, running the algorithm tells how to get them.</source>
            <translation>将训练好的权重加入您的权重库，复原算法即可按名称选用：网络作者发布的（检查点，.pth）会被转换；HyperRestore 在别处生成的，例如同事的（.safetensors，附模型卡片和 SHA256SUMS），会被校验并复制。

何时使用：当您有来自别处、优于自带权重的权重时。文件仅作为数字读取：其中的代码会被拒绝，绝不执行。权重连同模型卡片和校验和保存在您的 QGIS 配置文件夹，或 HyperRestore 设置中指定的文件夹。

权重有其所有者：请确认您有权使用。

需要 Python 软件包 torch 和 safetensors；若缺失，运行算法时会告知如何获取。</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>Weights file</source>
            <translation>权重文件</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>Weights (*.pth *.pt *.safetensors)</source>
            <translation>权重 (*.pth *.pt *.safetensors)</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>A checkpoint as the authors of the network released it (.pth), or weights that HyperRestore made (.safetensors) with their model card (.json) and SHA256SUMS beside them.</source>
            <translation>网络作者发布的检查点 (.pth)，或 HyperRestore 生成的权重 (.safetensors)，其模型卡片 (.json) 和 SHA256SUMS 须在同一文件夹。</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>Network</source>
            <translation>网络</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>Which network a checkpoint belongs to; a model card says it itself.</source>
            <translation>检查点属于哪个网络；有模型卡片时由卡片说明。</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>Name in the catalog</source>
            <translation>权重库中的名称</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>Letters, digits, '-', '_' and '.'; must not be taken.</source>
            <translation>字母、数字、'-'、'_' 和 '.'；不得与已有名称重复。</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>Authors</source>
            <translation>作者</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>Who trained the weights; kept in the model card.</source>
            <translation>权重的训练者；记录在模型卡片中。</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>Licence</source>
            <translation>许可证</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>Under which terms they may be used; kept in the model card.</source>
            <translation>权重的使用条款；记录在模型卡片中。</translation>
        </message>
        <message>
            <location filename="../processing/data/importweights.py" />
            <source>'{}' is in the catalog: {}.</source>
            <translation>'{}' 已加入权重库：{}。</translation>
        </message>
        <message>
            <location filename="../processing/example_models.py" />
            <source>The example model {} cannot be read.</source>
            <translation>无法读取示例模型 {}。</translation>
        </message>
        <message>
            <location filename="../processing/extent.py" />
            <source>The EXTENT that was given cannot be brought into the coordinate system of '{}': {}.</source>
            <translation>无法将给定的 EXTENT 转换到 '{}' 的坐标系：{}。</translation>
        </message>
        <message>
            <location filename="../processing/extent.py" />
            <source>The EXTENT that was given lies beside the pixels of {}. Give one that meets the raster.</source>
            <translation>给定的 EXTENT 不在 {} 的像元范围内。请给出与该栅格相交的范围。</translation>
        </message>
        <message>
            <location filename="../processing/extent.py" />
            <source>The EXTENT {} ({}) lies beside the raster '{}'. Give one that meets it, or none for the whole raster.</source>
            <translation>EXTENT {} ({}) 不在栅格 '{}' 范围内。请给出与其相交的范围，或留空表示整个栅格。</translation>
        </message>
        <message>
            <location filename="../processing/extent.py" />
            <source>no coordinate system</source>
            <translation>无坐标系</translation>
        </message>
        <message>
            <location filename="../processing/method_base.py" />
            <source>Restore without training</source>
            <translation>免训练复原</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Estimate noise</source>
            <translation>估计噪声</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Quality</source>
            <translation>质量</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>noise</source>
            <translation>噪声</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>noise estimation</source>
            <translation>噪声估计</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>estimate</source>
            <translation>估计</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>measure</source>
            <translation>测量</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>SNR</source>
            <translation>SNR 信噪比</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>signal-to-noise</source>
            <translation>信噪比</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>sigma</source>
            <translation>标准差</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>stripes</source>
            <translation>条带</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>dead lines</source>
            <translation>死线</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>impulse</source>
            <translation>脉冲噪声</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>bad bands</source>
            <translation>坏波段</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>quality</source>
            <translation>质量</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>report</source>
            <translation>报告</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>HySime</source>
            <translation>HySime</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>EnMAP</source>
            <translation>EnMAP</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>PRISMA</source>
            <translation>PRISMA</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>DESIS</source>
            <translation>DESIS</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>EMIT</source>
            <translation>EMIT</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>AVIRIS</source>
            <translation>AVIRIS</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>HySpex</source>
            <translation>HySpex</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Measures how noisy each band of a hyperspectral raster is, finds stripes, dead lines and single wrong pixels, and says which bands need what. No clean reference is needed.

When to use it: before anything else, to learn whether a raster needs denoising at all and which algorithm to take. In a model, MODEL is the id of the algorithm that does best with such noise, or 'none'. Let that algorithm see all bands: the clean ones tell what the noisy ones hide, and come back all but unchanged. Where they must stay exactly as they are, NOISY_BANDS fits the BANDS parameter of a denoiser (it is empty where MODEL is 'none', which a denoiser takes for all bands: ask MODEL first).

How it works: each value is compared with what the other bands of its pixel predict, and what is left is noise. Its size is given as sigma, the standard deviation: two of three values are off by less than that. SNR is the signal divided by it, in decibels: the more, the better. With fewer than four bands there is nothing to predict from; the pixels around are used instead, texture counts as noise, and the figures are upper bounds.

Verdicts:
- Gaussian noise: grain with a sigma from 1.5 on, where the clean raster spans 0 to 255; below, denoisers remove more than they repair.
- stripes: lines that are shifted throughout, by 1.5 of 255 or more.
- dead lines: lines that hold (nearly) the same value throughout.
- impulses: single wrong pixels, at least 5 % of all.
- clean: none of these. Bands flagged bad, constant or empty are named, but not judged.

Stripes that are weaker than about 3 sigma divided by the root of the number of pixels in a line are hidden in the noise. Wrong pixels whose values could be those of the scene are counted as noise.</source>
            <translation>测量高光谱栅格各波段的噪声大小，查找条带、死线和孤立坏像元，并说明哪些波段需要什么处理。无需干净的参考。

何时使用：最先使用，以了解栅格是否需要去噪以及该用哪种算法。在模型中，MODEL 是最适合此类噪声的算法标识，或 'none'。请让该算法看到所有波段：干净波段揭示噪声波段所掩盖的内容，且几乎原样返回。若它们必须分毫不变，可将 NOISY_BANDS 用于去噪算法的 BANDS 参数（MODEL 为 'none' 时它为空，而去噪算法会视为全部波段：请先判断 MODEL）。

工作原理：将每个值与同一像元其他波段所预测的值比较，剩余部分即为噪声。其大小以标准差（sigma）表示：三分之二的值偏差小于它。SNR 是信号与它之比，以分贝计，越大越好。波段少于四个时无法预测，改用周围像元，此时纹理也计为噪声，数值为上限。

判定：
- 高斯噪声：干净栅格值域为 0 至 255 时，标准差不小于 1.5 的颗粒状噪声；低于此值，去噪弊大于利。
- 条带：整条偏移不小于 255 分之 1.5 的线。
- 死线：整条（几乎）为同一个值的线。
- 脉冲：孤立坏像元，至少占全部的 5 %。
- 干净：以上皆无。标记为坏、恒定或为空的波段会列出，但不作判定。

弱于约 3 倍标准差除以每线像元数平方根的条带会淹没在噪声中。数值可能属于场景的坏像元计为噪声。</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Hyperspectral raster</source>
            <translation>高光谱栅格</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Any raster that GDAL reads, best as the sensor recorded it: resampling to a map hides noise and bends stripes.</source>
            <translation>GDAL 可读的任何栅格，最好是传感器的原始记录：重采样到地图会掩盖噪声并使条带弯曲。</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Direction of stripes and dead lines</source>
            <translation>条带和死线的方向</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Whether stripes and dead lines run along columns, as in the raw image of a sensor that records line by line (push-broom), or along rows; 'auto' finds out.</source>
            <translation>条带和死线是沿列（如逐行记录的推扫式传感器原始图像）还是沿行；'auto' 自动判断。</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Curves, maps and tables in one file.</source>
            <translation>曲线、图和表，合于一个文件。</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Bands (CSV)</source>
            <translation>波段表 (CSV)</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>One row for each band. Lines count from 0.</source>
            <translation>每个波段一行。线号从 0 开始。</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Results (JSON)</source>
            <translation>结果 (JSON)</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>All results, and what is known of each band, for scripts.</source>
            <translation>全部结果及各波段的信息，供脚本使用。</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Noise sigma, median over bands (source units)</source>
            <translation>噪声标准差，波段中位数（原始单位）</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Noise sigma, median over bands (clean range 0 to 255)</source>
            <translation>噪声标准差，波段中位数（干净值域为 0 至 255）</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>SNR, median over bands (dB)</source>
            <translation>SNR，波段中位数 (dB)</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Number of striped bands</source>
            <translation>有条带的波段数</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Number of dead lines in all bands</source>
            <translation>所有波段的死线数</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Share of impulses, mean over bands (0 to 1)</source>
            <translation>脉冲噪声比例，波段平均（0 至 1）</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Bands that need restoration, for BANDS</source>
            <translation>需要复原的波段，用于 BANDS</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>What to do, in words</source>
            <translation>文字建议</translation>
        </message>
        <message>
            <location filename="../processing/quality/estimatenoise.py" />
            <source>Suggested algorithm, or none</source>
            <translation>建议的算法，或 none</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>Evaluate against a reference</source>
            <translation>与参考对比评价</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>compare</source>
            <translation>比较</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>difference</source>
            <translation>差异</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>metrics</source>
            <translation>指标</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>accuracy</source>
            <translation>精度</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>PSNR</source>
            <translation>PSNR</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>SSIM</source>
            <translation>SSIM</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>SAM</source>
            <translation>SAM</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>spectral angle</source>
            <translation>光谱角</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>ERGAS</source>
            <translation>ERGAS</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>RMSE</source>
            <translation>RMSE</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>reference</source>
            <translation>参考</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>Measures how near a raster, such as a restored one, comes to a reference of the same grid and bands, with the figures that papers on restoration use.

When to use it: to compare methods where you know the truth, as after Simulate noise. Without a reference, take Estimate noise. The figures come back as numbers, for use in models too; a report with curves, maps and spectra, and tables of all bands, are written on demand.

- MPSNR: the largest possible value against the error, in decibels, mean over bands: the more, the better; at 40 the typical error is a hundredth of the range. Bands without any error count as 120 dB.
- MSSIM: how alike the two images look, from 0 to 1, mean over bands (Gaussian window of 11 px, sigma 1.5).
- SAM: the angle between the two spectra of a pixel, mean over pixels, in radians and in degrees: 0 where their shapes are the same.
- ERGAS: 100 x ratio x the root of the mean over bands of squared error / squared mean: the less, the better.
- RMSE: the typical error over all values, in the rasters' own units, and the PSNR of that one error (cube PSNR).

Pixels count where both rasters are valid: nodata, NaN and masked pixels never do. Left out, and named in the log, are alpha bands, bands flagged bad, bands without data, and bands that are constant in the reference. Both rasters are read piece by piece, whatever their size. Where their scale and offset differ, both are applied first.

Needs the Python package scikit-image; where it is missing, running the algorithm tells how to get it.</source>
            <translation>用复原论文常用的指标，衡量栅格（例如复原后的栅格）与同网格、同波段的参考之间的接近程度。

何时使用：在已知真值时比较各种方法，例如在“模拟噪声”之后。没有参考时请用“估计噪声”。指标以数值返回，也可用于模型；可按需输出含曲线、图和光谱的报告及各波段的表格。

- MPSNR：最大可能值与误差之比，以分贝计，取波段平均：越大越好；为 40 时典型误差是值域的百分之一。完全无误差的波段计为 120 dB。
- MSSIM：两幅图像看起来有多相似，从 0 到 1，取波段平均（11 px 高斯窗，标准差 1.5）。
- SAM：同一像元两条光谱的夹角，取像元平均，以弧度和度表示：形状相同时为 0。
- ERGAS：100 x 比例 x（误差平方 / 均值平方）的波段平均之平方根：越小越好。
- RMSE：所有值的典型误差，以栅格自身单位表示，以及由该误差算出的 PSNR（立方体 PSNR）。

只统计两个栅格都有效的像元：无数据、NaN 和被掩膜的像元不计。不计入并在日志中列出的有：alpha 波段、标记为坏的波段、无数据的波段，以及在参考中恒定的波段。无论多大，两个栅格都逐块读取。若二者的缩放和偏移不同，则先行应用。

需要 Python 软件包 scikit-image；若缺失，运行算法时会告知如何获取。</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>Raster to evaluate</source>
            <translation>待评价栅格</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>The raster whose quality is asked for, such as a restored one.</source>
            <translation>要评价其质量的栅格，例如复原后的栅格。</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>Reference</source>
            <translation>参考栅格</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>The truth: a raster of the same size, place and number of bands.</source>
            <translation>真值：大小、位置和波段数相同的栅格。</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>One page with all figures inside it.</source>
            <translation>包含全部图件的单个网页。</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>One row for each band, and their means: PSNR, SSIM, and RMSE, bias and largest error in own units.</source>
            <translation>每个波段一行，并附平均值：PSNR、SSIM，以及以原始单位表示的 RMSE、偏差和最大误差。</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>All figures, bands, settings and inputs, for scripts.</source>
            <translation>全部数值、波段、设置和输入，供脚本使用。</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>MPSNR (dB)</source>
            <translation>MPSNR (dB)</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>MSSIM</source>
            <translation>MSSIM</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>SAM (radians)</source>
            <translation>SAM（弧度）</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>SAM (degrees)</source>
            <translation>SAM（度）</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>RMSE (own units)</source>
            <translation>RMSE（原始单位）</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>Cube PSNR (dB)</source>
            <translation>立方体 PSNR (dB)</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>Bands to compare (none chosen: all)</source>
            <translation>要比较的波段（未选：全部）</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>Bands flagged bad are left out in any case.</source>
            <translation>标记为坏的波段一律不计。</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>Value scaling</source>
            <translation>数值缩放</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>'cube' maps the reference's least and greatest value to 0 and 1, and the raster to evaluate likewise, with a peak of 1: what the papers do. 'none' leaves values as they are. SAM and ERGAS depend on it: angles between spectra change when a value is subtracted from all bands.</source>
            <translation>'cube' 将参考的最小值和最大值映射到 0 和 1，待评价栅格同样处理，峰值为 1：论文即如此。'none' 保持数值不变。SAM 和 ERGAS 与此有关：所有波段减去同一个数后，光谱夹角会改变。</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>Peak (0: range of the reference)</source>
            <translation>峰值（0：参考的值域）</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>With the scaling 'none': the value that PSNR and SSIM take for the signal's peak, such as 10000 for reflectance stored as whole numbers. 0: the reference's greatest value less its least.</source>
            <translation>缩放为 'none' 时：PSNR 和 SSIM 采用的信号峰值，例如以整数存储的反射率为 10000。0：参考的最大值减最小值。</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>ERGAS ratio</source>
            <translation>ERGAS 比例</translation>
        </message>
        <message>
            <location filename="../processing/quality/evaluate.py" />
            <source>Size of a fine pixel in coarse ones: 1 for denoising; for super-resolution 0.5 for x2, 0.25 for x4. Some authors always take 1, others 1/4.</source>
            <translation>细像元与粗像元的大小之比：去噪为 1；超分辨率 x2 为 0.5，x4 为 0.25。有些作者总取 1，有些取 1/4。</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Simulate noise</source>
            <translation>模拟噪声</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>simulate</source>
            <translation>模拟</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>simulation</source>
            <translation>仿真</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>add noise</source>
            <translation>加噪声</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>degrade</source>
            <translation>退化</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Gaussian</source>
            <translation>高斯</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>salt and pepper</source>
            <translation>椒盐噪声</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Poisson</source>
            <translation>泊松</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>speckle</source>
            <translation>斑点</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>downsample</source>
            <translation>降采样</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>coarser</source>
            <translation>更粗</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>test data</source>
            <translation>测试数据</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Adds noise of known kind and strength to a clean raster, or makes it coarser, as papers on restoration do in their tests.

When to use it: to find out how well a method does on scenes like yours: spoil a clean raster, restore it, and compare with the clean one by Evaluate against a reference. Georeference, nodata, wavelengths and all other metadata stay; the same seed gives the same noise.

The clean values span 0 to 1 between the least and the greatest valid value of all bands that get noise. Sigma, the typical size of the noise (its standard deviation), is given on the scale 0 to 255. The noise:
- gaussian: grain, with the same sigma in every band.
- noniid: grain; each band draws 10, 30, 50 or 70 as its sigma.
- stripe: noniid; in a third of the bands 5 to 15 % of the lines are shifted by up to 0.25.
- deadline: noniid; in a third of the bands 5 to 15 % of the lines are 0.
- impulse: noniid; in a third of the bands 10, 30, 50 or 70 % of the pixels are 0 or 1.
- mixture: noniid; a third of the bands gets stripes, a third dead lines, a third impulses.
- poisson: photon counts, in every band; the noise is strongest where the values are high.
- speckle: every value is multiplied by a random factor of mean 1 and standard deviation sigma/255.
- none: only makes the raster coarser.

The authors' code names poisson and speckle, but never applies them: here they come alone, without other noise, as the words mean. With a down-sampling factor the raster is first made coarser (bicubic with antialiasing), for studies of super-resolution. A coarse pixel that any pixel without data enters has no data.</source>
            <translation>为干净栅格添加已知类型和强度的噪声，或将其变粗，与复原论文的实验做法相同。

何时使用：想知道某种方法对您这类场景效果如何时：给干净栅格加噪声，复原，再用“与参考对比评价”和干净栅格比较。地理参考、无数据值、波长及其他元数据保持不变；相同的种子产生相同的噪声。

在所有加噪波段的最小与最大有效值之间，干净值域为 0 至 1。标准差（sigma）即噪声的典型大小，以 0 至 255 的尺度给出。噪声类型：
- gaussian：颗粒状噪声，各波段标准差相同。
- noniid：颗粒状噪声；各波段从 10、30、50 或 70 中抽取标准差。
- stripe：noniid；三分之一的波段中 5 至 15 % 的线偏移至多 0.25。
- deadline：noniid；三分之一的波段中 5 至 15 % 的线为 0。
- impulse：noniid；三分之一的波段中 10、30、50 或 70 % 的像元为 0 或 1。
- mixture：noniid；三分之一的波段有条带，三分之一有死线，三分之一有脉冲。
- poisson：各波段的光子计数；数值高处噪声最强。
- speckle：每个值乘以均值为 1、标准差为 sigma/255 的随机因子。
- none：仅将栅格变粗。

论文作者的代码提到 poisson 和 speckle 却从未应用：此处按其词义单独施加，不含其他噪声。设有降采样倍数时，先将栅格变粗（带抗混叠的双三次），用于超分辨率研究。只要含有一个无数据像元，粗像元即为无数据。</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Clean raster</source>
            <translation>干净栅格</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>The raster to degrade: any raster that GDAL reads, best a clean one.</source>
            <translation>要加噪声的栅格：GDAL 可读的任何栅格，最好是干净的。</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Degraded raster</source>
            <translation>退化后的栅格</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>GeoTIFF (.tif) or ENVI (.dat, .img, .bsq, .bil, .bip), with the input's georeference, nodata and spectral metadata.</source>
            <translation>GeoTIFF (.tif) 或 ENVI (.dat, .img, .bsq, .bil, .bip)，保留输入的地理参考、无数据值和光谱元数据。</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Truth (JSON)</source>
            <translation>真值 (JSON)</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>What each band got: sigma, striped lines and their offsets, dead lines, share of impulses. Lines count from 0, bands from 1.</source>
            <translation>每个波段所加的噪声：标准差、条带线及其偏移、死线、脉冲比例。线号从 0 开始，波段号从 1 开始。</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Number of clamped values</source>
            <translation>被截断的数值个数</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Bands to degrade (none chosen: all)</source>
            <translation>要加噪声的波段（未选：全部）</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>The others, and bands flagged bad or empty, get no noise.</source>
            <translation>其余波段以及标记为坏或为空的波段不加噪声。</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Noise</source>
            <translation>噪声类型</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>What is added; the help of the algorithm explains each word.</source>
            <translation>要添加的噪声；算法帮助中逐一解释。</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Sigma (0 to 255)</source>
            <translation>标准差（0 至 255）</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>How strong 'gaussian' and 'speckle' are: their standard deviation, where the clean values span 0 to 255. The other kinds draw their own.</source>
            <translation>'gaussian' 和 'speckle' 的强度：干净值域为 0 至 255 时的标准差。其他类型自行抽取。</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Seed</source>
            <translation>随机种子</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>The same seed gives the same noise, another one other noise of the same kind.</source>
            <translation>相同的种子产生相同的噪声，不同的种子产生同类的另一种噪声。</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Down-sampling factor</source>
            <translation>降采样倍数</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>How many times larger the pixels become before noise is added; 1 leaves them. Rows and columns that fill no coarse pixel are left out.</source>
            <translation>加噪声前像元放大的倍数；1 为不变。凑不满一个粗像元的行和列将被舍去。</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Output data type</source>
            <translation>输出数据类型</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>'Float32' holds whatever the noise gives; 'source' keeps the input's type (values are rounded, and those that it cannot hold are clamped and counted).</source>
            <translation>'Float32' 可容纳任何含噪值；'source' 保持输入类型（数值取整，超出范围的被截断并计数）。</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Whether stripes and dead lines run along columns, as in the raw image of a sensor that records line by line (push-broom), or along rows.</source>
            <translation>条带和死线是沿列（如逐行记录的推扫式传感器原始图像）还是沿行。</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>Photons at the top</source>
            <translation>最大值对应的光子数</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>For 'poisson': how many photons the greatest clean value stands for: the fewer, the noisier. 255 gives a standard deviation of 16 (0 to 255) there.</source>
            <translation>用于 'poisson'：最大的干净值代表多少个光子，越少噪声越强。255 在该处对应的标准差为 16（0 至 255）。</translation>
        </message>
        <message>
            <location filename="../processing/quality/simulatenoise.py" />
            <source>{} – {} noise</source>
            <translation>{} – {} 噪声</translation>
        </message>
        <message>
            <location filename="../processing/raster_algorithm.py" />
            <source>None chosen: all. On the command line, numbers separated by semicolons: BANDS=1;2;3.</source>
            <translation>未选：全部。命令行中用分号分隔的数字：BANDS=1;2;3。</translation>
        </message>
        <message>
            <location filename="../processing/raster_algorithm.py" />
            <source>BANDS was given as '{}'. Give band numbers from 1 on, separated by semicolons: 1;2;3.</source>
            <translation>给定的 BANDS 为 '{}'。请给出从 1 开始、用分号分隔的波段号：1;2;3。</translation>
        </message>
        <message>
            <location filename="../processing/raster_algorithm.py" />
            <source>The layer '{}' comes from the provider '{}', but only rasters that GDAL reads can be used. Save it as GeoTIFF first.</source>
            <translation>图层 '{}' 来自数据提供者 '{}'，但只能使用 GDAL 可读的栅格。请先将其另存为 GeoTIFF。</translation>
        </message>
        <message>
            <location filename="../processing/raster_algorithm.py" />
            <source>The layer's GDAL open options are not used: {}.</source>
            <translation>未使用图层的 GDAL 打开选项：{}。</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Place, data type, nodata, wavelengths, band names and all other metadata stay as they are.</source>
            <translation>位置、数据类型、无数据值、波长、波段名及其他所有元数据均保持不变。</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Needs the Python package torch; where it is missing, running the algorithm tells how to get it.</source>
            <translation>需要 Python 软件包 torch；若缺失，运行算法时会告知如何获取。</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>The raster to restore: any raster that GDAL reads, with any number of bands, whole numbers or fractions. Best as the sensor recorded it: resampling to a map smears noise and bends stripes.</source>
            <translation>要复原的栅格：GDAL 可读的任何栅格，波段数不限，整数或小数均可。最好是传感器的原始记录：重采样到地图会使噪声扩散、条带弯曲。</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Bands to restore (none chosen: all)</source>
            <translation>要复原的波段（未选：全部）</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>The others, and bands flagged bad, constant or empty, pass through unchanged.</source>
            <translation>其余波段以及标记为坏、恒定或为空的波段原样通过。</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Restored raster</source>
            <translation>复原后的栅格</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Number of restored bands</source>
            <translation>已复原的波段数</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>'best' restores a second time with the bands in reverse order and averages both: a little cleaner, in twice the time.</source>
            <translation>'best' 按相反的波段顺序再复原一次并取平均：略为干净，耗时加倍。</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>'source' keeps the input's type (values are rounded, and the log counts those that had to be clamped); 'Float32' keeps fractions.</source>
            <translation>'source' 保持输入类型（数值取整，日志记录被截断的个数）；'Float32' 保留小数。</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Extent (empty: the whole raster)</source>
            <translation>范围（留空：整个栅格）</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Restores only the part of the raster that lies in this extent, snapped outwards to whole pixels: for a quick look, or to leave out what is of no interest. The output has that part only, exactly where it lies in the input. Value range, noise and direction of lines are told from that part alone, so the same pixels may come out a little different when the whole raster is restored.</source>
            <translation>只复原该范围内的部分（向外取整到完整像元）：便于快速查看，或略去无关部分。输出仅含这一部分，位置与输入完全一致。取值范围、噪声和扫描线方向仅根据这一部分判断，因此复原整个栅格时，同样的像元结果可能略有不同。</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Device</source>
            <translation>计算设备</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>What computes. 'auto' takes the first graphics card (CUDA), or Apple's (mps), or else the processor (cpu), and the log says which and why.</source>
            <translation>用什么计算。'auto' 取第一块显卡 (CUDA) 或 Apple 显卡 (mps)，否则用处理器 (cpu)，日志会说明选择及原因。</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Precision</source>
            <translation>计算精度</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>With how many digits the network computes. 'auto' takes 16 bits where the device is fast in them and these weights were measured to lose at most 0.05 dB by it, else 32 bits ('fp32'); the log says which and why. 'bf16' or 'fp16' are taken as asked, though a device without them is slow and needs more memory.</source>
            <translation>网络计算所用的位数。若设备的 16 位计算较快，且实测这些权重因此损失不超过 0.05 dB，'auto' 取 16 位，否则取 32 位 ('fp32')；日志会说明选择及原因。'bf16' 或 'fp16' 按要求执行，但不支持的设备会很慢，且需要更多内存。</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>How values are brought into the range that the method works in, once for the whole raster, and back again. Leave it at 'auto', as the method wants it, unless you study this: 'cube' is one range over all bands, 'band' each band its own, 'centred' one range with each band's mean at 0, 'none' they are in it already.</source>
            <translation>如何将数值换算到方法的工作范围（对整个栅格一次），再换算回来。除非专门研究，请保持 'auto'，即方法要求的方式：'cube' 所有波段共用一个范围，'band' 每个波段各自的范围，'centred' 一个范围且各波段均值为 0，'none' 数值已在范围内。</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Whether stripes and dead lines run along columns or along rows. Networks know them along columns; with 'rows' the raster is turned before and after. 'auto' finds out.</source>
            <translation>条带和死线沿列还是沿行。网络按沿列的情形训练；选 'rows' 时栅格会先转置、处理后再转回。'auto' 自动判断。</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Tile size in pixels (0: automatic, -1: whole raster)</source>
            <translation>分块大小，像元（0：自动，-1：整个栅格）</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>The raster is restored in square tiles with this side. 0: what suits the method; -1: the whole raster as one tile, if memory allows.</source>
            <translation>栅格按此边长的正方形分块复原。0：适合该方法的大小；-1：内存允许时整个栅格为一块。</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Tile overlap in pixels (-1: automatic)</source>
            <translation>分块重叠，像元（-1：自动）</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>How many pixels neighbouring tiles share, so that no seam shows. -1: what suits the method.</source>
            <translation>相邻分块共有的像元数，以免出现接缝。-1：适合该方法的大小。</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Memory in MB (0: half of what is free)</source>
            <translation>内存，MB（0：空闲内存的一半）</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Memory that the run may use; 0 is half of what is free. Tiles are made to fit into it.</source>
            <translation>运行可使用的内存；0 为空闲内存的一半。分块大小据此确定。</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>Dask scheduler (empty: this machine)</source>
            <translation>Dask 调度器（留空：本机）</translation>
        </message>
        <message>
            <location filename="../processing/restoration_base.py" />
            <source>For rasters too large for one machine: the address of a Dask scheduler (tcp://host:8786) whose workers have HyperRestore and see the raster under the same name, or local:N for N processes of this machine. The result is the same. docs/cluster.md says how to start one.</source>
            <translation>用于单机无法处理的大栅格：Dask 调度器的地址 (tcp://host:8786)，其工作节点须装有 HyperRestore 并能以同一路径访问栅格；或 local:N 表示本机的 N 个进程。结果相同。启动方法见 docs/cluster.md。</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>Denoise (FastHyDe)</source>
            <translation>去噪 (FastHyDe)</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>denoise</source>
            <translation>去噪</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>denoising</source>
            <translation>降噪</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>non-local</source>
            <translation>非局部</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>BM3D</source>
            <translation>BM3D</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>low rank</source>
            <translation>低秩</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>subspace</source>
            <translation>子空间</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>restore</source>
            <translation>复原</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>clean</source>
            <translation>清除</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>filter</source>
            <translation>滤波</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>training-free</source>
            <translation>免训练</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>fast</source>
            <translation>快速</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisefasthyde.py" />
            <source>Takes grain (Gaussian noise) out of a hyperspectral raster, fast and without a trained network.

When to use it: for grain without stripes, dead lines and single wrong pixels, equally strong in all bands or not. It takes away hardly anything but noise: clean bands stay all but as they are. Wrong lines and pixels mislead it: where there are any, take Restore or Denoise (robust subspace).

How it works: bands are divided by their noise, spectra are reduced to the few ways in which they vary, and in the few images that are left, patches that look alike are averaged.

There is nothing to tune. Any number of bands will do; with ten or more it knows best. An object of a single pixel with a spectrum of its own may fade: keep the original for target detection.</source>
            <translation>快速去除高光谱栅格中的颗粒状噪声（高斯噪声），无需训练好的网络。

何时使用：只有颗粒状噪声而没有条带、死线和孤立坏像元时，各波段强度可相同也可不同。它几乎只去除噪声：干净波段基本保持原样。错误的线和像元会误导它：若存在，请用“复原”或“去噪（稳健子空间）”。

工作原理：各波段除以自身噪声，光谱归结为少数几种变化方式，在余下的少数图像中对相似的小块取平均。

无需调参。波段数不限，十个以上效果最佳。具有独特光谱的单像元目标可能变淡：目标探测请保留原始数据。</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrgtv.py" />
            <source>Denoise (LLRGTV)</source>
            <translation>去噪 (LLRGTV)</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrgtv.py" />
            <source>mixed noise</source>
            <translation>混合噪声</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrgtv.py" />
            <source>destripe</source>
            <translation>去条带</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrgtv.py" />
            <source>striping</source>
            <translation>条带噪声</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrgtv.py" />
            <source>banding</source>
            <translation>带状噪声</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrgtv.py" />
            <source>local</source>
            <translation>局部</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrgtv.py" />
            <source>total variation</source>
            <translation>全变分</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrgtv.py" />
            <source>smooth</source>
            <translation>平滑</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrgtv.py" />
            <source>Takes grain (Gaussian noise), stripes, dead lines and single wrong pixels out of a hyperspectral raster of a smooth scene with many materials, without a trained network.

When to use it: for visibly noisy rasters with wrong lines and pixels beside grain, above all for scenes of many materials that are seen in few bands; otherwise Denoise (LRTDTV) does as well. It smooths fine texture, and harms a raster that is already clean: there, and wherever detail counts, take Restore.

How it works: it looks for the raster that consists of few materials in every block of 20 x 20 pixels and varies little between neighbours, and sets apart what does not fit. There is nothing to tune.</source>
            <translation>去除平滑且物质种类较多的场景的高光谱栅格中的颗粒状噪声（高斯噪声）、条带、死线和孤立坏像元，无需训练好的网络。

何时使用：噪声明显，除颗粒状噪声外还有错误的线和像元时，尤其是物质多而波段少的场景；否则“去噪 (LRTDTV)”效果相当。它会平滑细微纹理，并损害本已干净的栅格：这种情况以及注重细节时，请用“复原”。

工作原理：寻找在每个 20 x 20 像元的块内由少数物质组成、相邻处变化小的栅格，并将不符合的部分分离出来。无需调参。</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrt.py" />
            <source>Denoise (LLRT)</source>
            <translation>去噪 (LLRT)</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrt.py" />
            <source>multispectral</source>
            <translation>多光谱</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrt.py" />
            <source>tensor</source>
            <translation>张量</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisellrt.py" />
            <source>Takes grain (Gaussian noise) out of a hyperspectral or multispectral raster, without a trained network and without supposing that the scene consists of few materials.

When to use it: for grain without stripes, dead lines and single wrong pixels, equally strong in all bands or not, if spectra are smooth and bands are in the order of their wavelengths. Denoise (NGMeet) is mostly better and faster where few materials make up the scene. Wrong lines and pixels mislead it: where there are any, take Restore or Denoise (robust subspace).

How it works: patches that look alike, all bands deep, are cleaned together, and neighbouring bands are held close to each other, in turns. There is nothing to tune.</source>
            <translation>去除高光谱或多光谱栅格中的颗粒状噪声（高斯噪声），无需训练好的网络，也不假设场景由少数物质组成。

何时使用：只有颗粒状噪声而没有条带、死线和孤立坏像元时，各波段强度可相同也可不同，但光谱应平滑且波段按波长排列。场景由少数物质组成时，“去噪 (NGMeet)”通常更好更快。错误的线和像元会误导它：若存在，请用“复原”或“去噪（稳健子空间）”。

工作原理：贯穿所有波段的相似小块一起清理，并使相邻波段彼此接近，两者交替进行。无需调参。</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoiselrta.py" />
            <source>Denoise (LRTA)</source>
            <translation>去噪 (LRTA)</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoiselrta.py" />
            <source>Tucker</source>
            <translation>Tucker</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoiselrta.py" />
            <source>Takes grain (Gaussian noise) out of a hyperspectral raster within seconds: the classic that papers compare with.

When to use it: for grain, equally strong in all bands or not, when a quick result is enough; Denoise (FastHyDe) takes a little longer and is better. Stripes, dead lines and single wrong pixels mislead it: where there are any, take Restore or Denoise (robust subspace).

How it works: along rows, columns and bands it keeps the few patterns that rise above the noise, and drops the rest (a Tucker decomposition). How many is told from the noise: there is nothing to tune.</source>
            <translation>数秒内去除高光谱栅格中的颗粒状噪声（高斯噪声）：论文用来比较的经典方法。

何时使用：颗粒状噪声，各波段强度可相同也可不同，且只求快速结果时；“去噪 (FastHyDe)”稍慢但更好。条带、死线和孤立坏像元会误导它：若存在，请用“复原”或“去噪（稳健子空间）”。

工作原理：沿行、列和波段只保留高于噪声的少数模式，舍弃其余（Tucker 分解）。保留多少由噪声决定：无需调参。</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoiselrtdtv.py" />
            <source>Denoise (LRTDTV)</source>
            <translation>去噪 (LRTDTV)</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoiselrtdtv.py" />
            <source>Takes grain (Gaussian noise), stripes, dead lines and single wrong pixels out of a hyperspectral raster of a smooth scene, without a trained network.

When to use it: for visibly noisy rasters of scenes with little texture, above all with wrong lines and pixels beside grain that differs from band to band. It smooths fine texture, and harms a raster that is already clean: there, and wherever detail counts, take Restore.

How it works: it looks for the raster that has few patterns along rows, columns and bands and varies little between neighbours, and sets apart what does not fit. There is nothing to tune.</source>
            <translation>去除平滑场景的高光谱栅格中的颗粒状噪声（高斯噪声）、条带、死线和孤立坏像元，无需训练好的网络。

何时使用：纹理较少的场景中噪声明显的栅格，尤其是除各波段不同的颗粒状噪声外还有错误的线和像元时。它会平滑细微纹理，并损害本已干净的栅格：这种情况以及注重细节时，请用“复原”。

工作原理：寻找沿行、列和波段模式少、相邻处变化小的栅格，并将不符合的部分分离出来。无需调参。</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisengmeet.py" />
            <source>Denoise (NGMeet)</source>
            <translation>去噪 (NGMeet)</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisengmeet.py" />
            <source>Takes grain (Gaussian noise) out of a hyperspectral raster, without a trained network; slower than FastHyDe and often a little better.

When to use it: for grain without stripes, dead lines and single wrong pixels, equally strong in all bands or not. On such noise it is among the best here, and on airborne scenes the best. Wrong lines and pixels mislead it: where there are any, take Restore or Denoise (robust subspace).

How it works: spectra are reduced to the few ways in which they vary, and in the images that are left, patches that look alike are cleaned together; this is repeated with the cleaner result.

There is nothing to tune. Any number of bands will do; with ten or more it knows best.</source>
            <translation>去除高光谱栅格中的颗粒状噪声（高斯噪声），无需训练好的网络；比 FastHyDe 慢，效果往往略好。

何时使用：只有颗粒状噪声而没有条带、死线和孤立坏像元时，各波段强度可相同也可不同。对此类噪声，它是这里最好的方法之一，对航空影像则是最好的。错误的线和像元会误导它：若存在，请用“复原”或“去噪（稳健子空间）”。

工作原理：光谱归结为少数几种变化方式，在余下的图像中将相似的小块一起清理；再用更干净的结果重复进行。

无需调参。波段数不限，十个以上效果最佳。</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoiseras2s.py" />
            <source>Denoise (RAS2S)</source>
            <translation>去噪 (RAS2S)</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoiseras2s.py" />
            <source>Restore</source>
            <translation>复原</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoiseras2s.py" />
            <source>repair</source>
            <translation>修复</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoiseras2s.py" />
            <source>Takes grain (Gaussian noise), stripes, dead lines and single wrong pixels out of a hyperspectral raster with the trained network RAS2S.

When to use it: for visibly noisy rasters, above all with noise of several kinds, if you want the network's own result, have trained weights for your sensor, or have a GPU. Restore uses the same network where it helps, and with the shipped weights its result is mostly better. On a raster that is already clean, a denoiser takes away more than it repairs: Estimate noise tells.

How it works: the network goes through the bands one after the other, forth and back, and so takes any number of them from three on.</source>
            <translation>用训练好的网络 RAS2S 去除高光谱栅格中的颗粒状噪声（高斯噪声）、条带、死线和孤立坏像元。

何时使用：噪声明显、尤其是多种噪声并存时，若您想要网络本身的结果、有适合您传感器的权重，或有 GPU。“复原”在有益处使用同一网络，使用自带权重时其结果通常更好。对本已干净的栅格，去噪弊大于利：“估计噪声”会告诉您。

工作原理：网络逐个波段往返处理，因此只要不少于三个波段，波段数不限。</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoiserobustsubspace.py" />
            <source>Denoise (robust subspace)</source>
            <translation>去噪（稳健子空间）</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoiserobustsubspace.py" />
            <source>bad pixels</source>
            <translation>坏像元</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoiserobustsubspace.py" />
            <source>Takes grain (Gaussian noise), stripes, dead lines and single wrong pixels out of a hyperspectral raster, without a trained network.

When to use it: for noise of several kinds at once, of any strength and different in each band, when you want no network or have no weights that fit the sensor. It needs a third of the time of Restore, and gives the same where no network helps. Stripes may run along columns, along rows, or at an angle, as in a raster that was warped to a map. For grain alone, Denoise (FastHyDe) is nearly as good, and faster.

How it works: round by round, the raster is compared with the estimate so far. What is left over tells the noise of each band, its stripes, and the values that are no measurements. From all others it finds the few ways in which the bands vary together, and cleans the images of these, where patches that look alike are averaged.

There is nothing to tune. It lives on what bands have in common: take ten or more. With fewer than six, nothing tells a stripe or a wrong pixel from the scene, and only lines of one value and numbers that recur are repaired. An object of a single pixel with a spectrum of its own may fade: keep the original for target detection.

A method of HyperRestore's own; its core is that of FastHyDe.</source>
            <translation>去除高光谱栅格中的颗粒状噪声（高斯噪声）、条带、死线和孤立坏像元，无需训练好的网络。

何时使用：多种噪声并存、强度不限且各波段不同，而您不想用网络或没有适合该传感器的权重时。耗时为“复原”的三分之一，在网络无益之处结果相同。条带可沿列、沿行，也可倾斜（如配准到地图的栅格）。只有颗粒状噪声时，“去噪 (FastHyDe)”几乎同样好，且更快。

工作原理：逐轮将栅格与当前估计比较。剩余部分揭示各波段的噪声、条带以及并非测量的值。由其余的值找出各波段共同变化的少数方式，并在相应图像中对相似的小块取平均加以清理。

无需调参。它依赖波段之间的共性：请用十个以上波段。少于六个时，无法区分条带或坏像元与场景，只修复整条同值的线和反复出现的数。具有独特光谱的单像元目标可能变淡：目标探测请保留原始数据。

这是 HyperRestore 自有的方法；其核心与 FastHyDe 相同。</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisesscan.py" />
            <source>Denoise (SSCAN)</source>
            <translation>去噪 (SSCAN)</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisesscan.py" />
            <source>attention</source>
            <translation>注意力</translation>
        </message>
        <message>
            <location filename="../processing/restore/denoisesscan.py" />
            <source>Takes grain (Gaussian noise) out of a hyperspectral raster with the trained network SSCAN.

When to use it: for weak grain without stripes, dead lines and single wrong pixels, if you want a network's result or have trained weights for your sensor. Wrong lines and pixels mislead it: where there are any, take Restore. On a raster that is already clean, a denoiser takes away more than it repairs: Estimate noise tells.

How it works: the network weighs groups of neighbouring bands against each other. It looks at 32 bands at a time and averages where these windows overlap, so that any number of bands will do; four or more make sense.</source>
            <translation>用训练好的网络 SSCAN 去除高光谱栅格中的颗粒状噪声（高斯噪声）。

何时使用：较弱的颗粒状噪声，没有条带、死线和孤立坏像元，且您想要网络的结果或有适合您传感器的权重时。错误的线和像元会误导它：若存在，请用“复原”。对本已干净的栅格，去噪弊大于利：“估计噪声”会告诉您。

工作原理：网络在相邻波段组之间相互权衡。它每次看 32 个波段，在窗口重叠处取平均，因此波段数不限；四个以上才有意义。</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>hybrid</source>
            <translation>混合方法</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>Cleans a hyperspectral raster of noise of any kind in one go: it finds and repairs stripes (slanting ones, too, as in a raster that was warped to a map), dead lines and single wrong pixels, takes out the grain of each band (Gaussian noise), and leaves clean bands as they are.

When to use it: first, and whenever you do not know what is wrong with a raster. On noise of every kind it was the best of all methods here or close to the best (docs/methods.md has the figures). Give it all bands, the clean ones too: they tell what the noisy ones should look like. With fewer than six bands nothing tells a stripe or a wrong pixel from the scene: only lines of one value and numbers that recur are repaired.

How it works: a scene consists of few materials, so that its many bands vary together, in few ways. A first guess at the clean raster shows, by what it leaves over, which lines and pixels are no measurements. It comes from the scene itself or from the network RAS2S, whichever predicts values better that were hidden from it. The rest is cleaned in the few images that make up the scene, where patches that look alike are averaged. A report says which band got what, and why.

Objects of one or two pixels that only a few bands show may fade; measure these in the input.

A method of HyperRestore's own, built on those of the papers below.</source>
            <translation>一次清除高光谱栅格中的各种噪声：查找并修复条带（包括倾斜的，如配准到地图的栅格）、死线和孤立坏像元，去除各波段的颗粒状噪声（高斯噪声），干净波段保持原样。

何时使用：首选，以及不清楚栅格有什么问题时。对每一类噪声，它都是这里最好或接近最好的方法（数据见 docs/methods.md）。请给它所有波段，包括干净的：它们揭示噪声波段应有的样子。波段少于六个时，无法区分条带或坏像元与场景：只修复整条同值的线和反复出现的数。

工作原理：场景由少数物质组成，因此众多波段以少数方式共同变化。对干净栅格的初始估计，其剩余部分显示哪些线和像元并非测量。该估计来自场景自身或网络 RAS2S，取对隐藏值预测更好的一个。其余部分在构成场景的少数图像中通过对相似小块取平均来清理。报告说明各波段作了何种处理及原因。

只有少数波段可见的一两个像元的目标可能变淡；请在输入数据中测量它们。

这是 HyperRestore 自有的方法，建立在下列文献的方法之上。</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>Strength (0 to 1)</source>
            <translation>强度（0 至 1）</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>How much of the grain (Gaussian noise) is taken out: 1 all, 0 none. Stripes, dead lines and single wrong pixels are repaired in any case.</source>
            <translation>去除多少颗粒状噪声（高斯噪声）：1 全部，0 不去除。条带、死线和孤立坏像元始终修复。</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>Keep clean bands</source>
            <translation>保留干净波段</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>Leaves bands alone that hardly have any noise, so that clean bands come back as they were.</source>
            <translation>几乎没有噪声的波段不作处理，使干净波段保持原样。</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>Network that may guide</source>
            <translation>可辅助的网络</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>Which trained network may help with the first guess at the clean raster. 'auto': the default weights of RAS2S; or others by name. It is used where it predicts hidden values better than the scene itself does. 'none': no network, about three times as fast on a small raster.</source>
            <translation>哪个训练好的网络可辅助对干净栅格的初始估计。'auto'：RAS2S 的默认权重；也可按名称另选。仅在它对隐藏值的预测优于场景自身时使用。'none'：不用网络，小栅格上约快三倍。</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>Which band got what and why, with curves, in one file.</source>
            <translation>各波段作了何种处理及原因，附曲线，合于一个文件。</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>Number of bands kept as clean</source>
            <translation>作为干净波段保留的波段数</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>Number of bands with repaired faults</source>
            <translation>修复了缺陷的波段数</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>Estimate by {}: {} of {} tiles.</source>
            <translation>由 {} 估计：{} / {} 块。</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>No network guides: {}</source>
            <translation>没有网络辅助：{}</translation>
        </message>
        <message>
            <location filename="../processing/restore/restore.py" />
            <source>Network that may guide: {} ({}).</source>
            <translation>可辅助的网络：{} ({})。</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>Super-resolve (bicubic)</source>
            <translation>超分辨率（双三次）</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>super-resolution</source>
            <translation>超分辨率</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>superresolution</source>
            <translation>超分</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>super resolution</source>
            <translation>超分辨</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>bicubic</source>
            <translation>双三次</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>upsample</source>
            <translation>上采样</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>upscale</source>
            <translation>放大倍数</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>enlarge</source>
            <translation>放大</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>resample</source>
            <translation>重采样</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>baseline</source>
            <translation>基线</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>interpolation</source>
            <translation>插值</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>finer</source>
            <translation>更细</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>smaller pixels</source>
            <translation>更小像元</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvebicubic.py" />
            <source>Makes the pixels of a raster two to eight times finer by bicubic interpolation, each band by itself. It adds no detail.

When to use it: as the yardstick that learned super-resolution is held against, or to bring a raster to a finer grid without losing its metadata. Compared with gdalwarp or gdal_translate, it keeps wavelengths, their widths (FWHM), bad bands, units and scale, fills pixels without data before it interpolates and takes them out again, and scales ground control points and RPC.

Values may overshoot at sharp edges, as with every cubic interpolation (here the kernel of Keys with a = -0.5); those that the data type cannot hold are clamped and counted.</source>
            <translation>用双三次插值将栅格像元细化二到八倍，各波段独立处理。不增加任何细节。

何时使用：作为衡量学习型超分辨率的基准，或在不丢失元数据的前提下将栅格转到更细的网格。与 gdalwarp 或 gdal_translate 不同，它保留波长及其宽度 (FWHM)、坏波段、单位和缩放，插值前填补无数据像元、之后再还原，并相应缩放控制点和 RPC。

与所有三次插值一样，锐利边缘处数值可能过冲（此处为 Keys 核，a = -0.5）；超出数据类型范围的值被截断并计数。</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvessrnet.py" />
            <source>Super-resolve (SSRNet)</source>
            <translation>超分辨率 (SSRNet)</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvessrnet.py" />
            <source>resolution</source>
            <translation>分辨率</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvessrnet.py" />
            <source>sharpen</source>
            <translation>锐化</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvessrnet.py" />
            <source>sharper</source>
            <translation>更清晰</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvessrnet.py" />
            <source>Makes the pixels of a hyperspectral raster two, three or four times finer with the trained network SSRNet, from the raster alone: no sharper image is needed.

When to use it: for clean rasters that are too coarse to look at or to lay over finer ones. Noise is enlarged with the scene: denoise first. What the sensor never saw is guessed from scenes like it, so do not measure in the result what the input does not show.

How it works: the network looks at space and spectrum together, 23 pixels around each pixel. Tiles are read with that margin, so that the result does not depend on their size; on a processor, larger tiles waste less time on margins. The result covers the same area to a billionth of a pixel; ground control points and RPC are scaled with the grid.</source>
            <translation>用训练好的网络 SSRNet 将高光谱栅格的像元细化二、三或四倍，仅凭该栅格自身：无需更清晰的影像。

何时使用：干净但过粗、不便观看或与更细的栅格叠合时。噪声会随场景一起放大：请先去噪。传感器未曾看到的内容是根据类似场景推测的，因此不要在结果中测量输入所没有的东西。

工作原理：网络同时考察空间和光谱，范围为每个像元周围 23 个像元。分块读取时带有此边缘，因此结果与分块大小无关；在处理器上，较大的分块在边缘上浪费的时间更少。结果覆盖的范围与输入相同，误差不超过像元的十亿分之一；控制点和 RPC 随网格缩放。</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvessrnet.py" />
            <source>Pixels {} times finer were asked for, but the weights '{}' are for {} times. Choose weights for that scale, or 'default'.</source>
            <translation>要求像元细化 {} 倍，但权重 '{}' 用于 {} 倍。请选择对应倍数的权重，或 'default'。</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvessrnet.py" />
            <source>Scale</source>
            <translation>放大倍数</translation>
        </message>
        <message>
            <location filename="../processing/restore/superresolvessrnet.py" />
            <source>How many times finer pixels become along both axes: 2 to {}.</source>
            <translation>像元沿两个方向细化的倍数：2 至 {}。</translation>
        </message>
        <message>
            <location filename="../processing/settings.py" />
            <source>The setting {} cannot be used and its default is taken: {}</source>
            <translation>设置 {} 不可用，改用其默认值：{}</translation>
        </message>
        <message>
            <location filename="../processing/settings.py" />
            <source>'{}' is none of {}.</source>
            <translation>'{}' 不在 {} 之中。</translation>
        </message>
        <message>
            <location filename="../processing/settings.py" />
            <source>'{}' is no whole number from 0 to {}.</source>
            <translation>'{}' 不是 0 至 {} 的整数。</translation>
        </message>
        <message>
            <location filename="../processing/settings.py" />
            <source>'{}' is no absolute path of a folder.</source>
            <translation>'{}' 不是文件夹的绝对路径。</translation>
        </message>
        <message>
            <location filename="../processing/settings.py" />
            <source>'{}' cannot be the name of weights.</source>
            <translation>'{}' 不能作为权重名称。</translation>
        </message>
        <message>
            <location filename="../processing/settings.py" />
            <source>'{}' is no text.</source>
            <translation>'{}' 不是文本。</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Fine-tune weights</source>
            <translation>微调权重</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Training</source>
            <translation>训练</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>train</source>
            <translation>训练</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>training</source>
            <translation>训练过程</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>fine-tune</source>
            <translation>微调</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>finetune</source>
            <translation>精调</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>learn</source>
            <translation>学习</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>machine learning</source>
            <translation>机器学习</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>adapt</source>
            <translation>适配</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Trains the weights of a network further on your own clean rasters, so that it knows your sensor and your scenes, and puts them into your catalog, where the restoration algorithms offer them by name.

When to use it: when you have rasters of your sensor that are as clean as what you want to get, and the shipped weights do worse on it than you need. Noise in these rasters is learnt as truth. For a denoiser, noise is added to pieces of them, drawn afresh at every step; for super-resolution they are made coarser. Bands flagged bad, constant or empty are left out, pixels without data are never used, and rasters may differ in their bands. At most 400 MB of them are read; of more, pieces spread at random.

A strip of each raster is held out and never trained on. It says how good the weights are at the start and after every few steps; the best step is kept. Do not mix rasters that show the same place, for then the one's strip is trained on in the other. When no step is better than the start, the run fails, says so, and stores nothing.

1000 steps take RAS2S 10 to 40 minutes on a laptop's processor, SSCAN and SSRNet a third of that, and all of them little on a GPU. With 30 to 100 you see whether it is worth it. A cancelled run leaves nothing.

Needs the Python packages torch and safetensors; where they are missing, running the algorithm tells how to get them. The report needs matplotlib.</source>
            <translation>用您自己的干净栅格继续训练网络的权重，使其了解您的传感器和场景，并存入您的权重库，复原算法即可按名称选用。

何时使用：当您有该传感器的、与期望结果同样干净的栅格，而自带权重在其上达不到要求时。这些栅格中的噪声会被当作真值学习。对去噪网络，每一步都为其小块重新添加噪声；对超分辨率，则将其变粗。标记为坏、恒定或为空的波段不参与，无数据像元从不使用，各栅格的波段可以不同。最多读取 400 MB；超出时随机取分散的小块。

每个栅格留出一条，从不用于训练。它用来评判开始时及之后每隔若干步的权重；保留最好的一步。不要混用显示同一地点的栅格，否则一个的留出条会在另一个中参与训练。若没有任何一步优于开始，运行失败并予以说明，不保存任何东西。

在笔记本电脑处理器上，RAS2S 的 1000 步需 10 至 40 分钟，SSCAN 和 SSRNet 为其三分之一，在 GPU 上都很短。30 至 100 步即可看出是否值得。取消的运行不留下任何东西。

需要 Python 软件包 torch 和 safetensors；若缺失，运行算法时会告知如何获取。报告需要 matplotlib。</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Clean hyperspectral rasters</source>
            <translation>干净的高光谱栅格</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>One or more rasters that GDAL reads, each large enough for its strip and for a few patches. On the command line, give INPUT once for each.</source>
            <translation>一个或多个 GDAL 可读的栅格，每个须大到足以划出验证条和若干小块。命令行中每个栅格各写一次 INPUT。</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>The curve, figures before and after, and a picture of what was held out, in one file.</source>
            <translation>训练曲线、前后数值以及留出部分的图像，合于一个文件。</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>MPSNR of the held-out part before (dB)</source>
            <translation>留出部分训练前的 MPSNR (dB)</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>MPSNR of the held-out part after (dB)</source>
            <translation>留出部分训练后的 MPSNR (dB)</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Step that was kept</source>
            <translation>保留的步数</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>RAS2S and SSCAN denoise; SSRNet makes pixels 2, 3 or 4 times finer.</source>
            <translation>RAS2S 和 SSCAN 用于去噪；SSRNet 使像元细化 2、3 或 4 倍。</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Weights to begin with</source>
            <translation>初始权重</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>'default' is the best set of that network that comes with the plugin, unless you set another; any other name must belong to it.</source>
            <translation>'default' 是插件自带的该网络的最佳权重，除非您另设；其他名称须属于该网络。</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>What the new weights are called: letters, digits, '-', '_' and '.'; must not be taken.</source>
            <translation>新权重的名称：字母、数字、'-'、'_' 和 '.'；不得与已有名称重复。</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Training steps</source>
            <translation>训练步数</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Each takes 0.5 to 2 s on a processor for RAS2S, less for the others. The learning rate falls towards the last, so a longer run is more than a shorter one that goes on.</source>
            <translation>RAS2S 在处理器上每步需 0.5 至 2 s，其他网络更少。学习率逐步降低，因此一次较长的训练胜过较短训练的延续。</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Noise to learn</source>
            <translation>要学习的噪声</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>For denoisers: 'mixed' Gaussian noise, stripes, dead lines, impulses and all of them at once; 'gaussian' the same or another strength in each band; 'lines' stripes and dead lines; 'weak' Gaussian noise of at most 10/255. Some patches stay clean in all of them. 'auto' is 'mixed' for RAS2S and 'gaussian' for SSCAN.</source>
            <translation>用于去噪网络：'mixed' 高斯噪声、条带、死线、脉冲及其混合；'gaussian' 各波段强度相同或不同；'lines' 条带和死线；'weak' 不超过 10/255 的高斯噪声。各类中都有部分小块保持干净。'auto' 对 RAS2S 为 'mixed'，对 SSCAN 为 'gaussian'。</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Held out of each raster (per cent)</source>
            <translation>每个栅格的留出比例（百分比）</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>A strip of the raster's rows (of a wide raster: columns) that is not trained on, and that the result is judged by: the last ones, or the first or the middle ones where those hold more data.</source>
            <translation>栅格中不参与训练、用于评判结果的一条（若干行；宽栅格则为若干列）：取末尾，若开头或中间的有效数据更多则取之。</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Patch size in pixels (0: automatic)</source>
            <translation>小块大小，像元（0：自动）</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Side of the pieces that the network sees in training, in its input's pixels. 0: 32 for denoisers, 24, 20 and 16 for SSRNet, or less where a raster is small; otherwise 8 or more. Larger ones cost time and memory.</source>
            <translation>训练时网络所见小块的边长，以网络输入像元计。0：去噪网络为 32，SSRNet 为 24、20 和 16，栅格较小时更小；否则须不小于 8。越大越耗时、越占内存。</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Learning rate</source>
            <translation>学习率</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>How far each step goes, at first; it falls to a twentieth. Lower it when the held-out part gets worse from the start.</source>
            <translation>初始时每步的幅度；随后降至二十分之一。若留出部分一开始就变差，请减小。</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>The same seed gives the same patches and noise.</source>
            <translation>相同的种子产生相同的小块和噪声。</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>'auto' takes the first CUDA device, or Apple's GPU, or the CPU, and the log says which and why.</source>
            <translation>'auto' 取第一个 CUDA 设备、Apple 的 GPU 或 CPU，日志会说明选择及原因。</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>Begins with: {} ({}).</source>
            <translation>初始权重：{} ({})。</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>'{0}' makes pixels {1} times finer, but {2} was asked for. Choose other weights, or {3}-x{1}.</source>
            <translation>'{0}' 使像元细化 {1} 倍，但要求的是 {2}。请选择其他权重，或 {3}-x{1}。</translation>
        </message>
        <message>
            <location filename="../processing/training/finetune.py" />
            <source>{} The weights are in the catalog all the same, as '{}'.</source>
            <translation>{} 权重仍已存入权重库，名为 '{}'。</translation>
        </message>
        <message>
            <location filename="../processing/weights_base.py" />
            <source>Needs the Python packages torch and safetensors; where they are missing, running the algorithm tells how to get them.</source>
            <translation>需要 Python 软件包 torch 和 safetensors；若缺失，运行算法时会告知如何获取。</translation>
        </message>
        <message>
            <location filename="../processing/weights_base.py" />
            <source>Weights</source>
            <translation>权重</translation>
        </message>
        <message>
            <location filename="../processing/weights_base.py" />
            <source>What the network has learnt, by name. 'default' is the best set that comes with the plugin, unless you set another in Raster ▸ HyperRestore ▸ Weights…; import others with hyperrestore:importweights, or train your own with hyperrestore:finetune.</source>
            <translation>网络学到的参数，按名称选择。'default' 是插件自带的最佳权重，除非您在 栅格 ▸ HyperRestore ▸ 权重… 中另设；可用 hyperrestore:importweights 导入其他权重，或用 hyperrestore:finetune 自行训练。</translation>
        </message>
        <message>
            <location filename="../processing/weights_base.py" />
            <source>A .safetensors file outside the catalog, with its model card (.json) and SHA256SUMS beside it. Used instead of 'Weights'.</source>
            <translation>权重库之外的 .safetensors 文件，模型卡片 (.json) 和 SHA256SUMS 须在同一文件夹。用它代替“权重”。</translation>
        </message>
        <message>
            <location filename="../processing/weights_base.py" />
            <source>Weights: {} ({}).</source>
            <translation>权重：{} ({})。</translation>
        </message>
        <message>
            <location filename="../processing/weights_base.py" />
            <source>'{}' is no .safetensors file. Choose one with its model card (.json) and SHA256SUMS beside it.</source>
            <translation>'{}' 不是 .safetensors 文件。请选择同一文件夹中有模型卡片 (.json) 和 SHA256SUMS 的文件。</translation>
        </message>
        <message>
            <location filename="../processing/weights_base.py" />
            <source>'{}' holds weights of '{}', but this algorithm runs '{}'.</source>
            <translation>'{}' 中是 '{}' 的权重，而本算法使用 '{}'。</translation>
        </message>
        <message>
            <location filename="../ui/compare/drawing.py" />
            <source>Before</source>
            <translation>之前</translation>
        </message>
        <message>
            <location filename="../ui/compare/drawing.py" />
            <source>After</source>
            <translation>之后</translation>
        </message>
        <message>
            <location filename="../ui/compare/drawing.py" />
            <source>Wavelength (nm)</source>
            <translation>波长 (nm)</translation>
        </message>
        <message>
            <location filename="../ui/compare/drawing.py" />
            <source>Band number</source>
            <translation>波段号</translation>
        </message>
        <message>
            <location filename="../ui/compare/drawing.py" />
            <source>After − before</source>
            <translation>之后 − 之前</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Shows Before on one side of a handle on the map, and After on the other: drag the handle.</source>
            <translation>在地图上手柄的一侧显示“之前”，另一侧显示“之后”：拖动手柄即可。</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Choose a raster for Before and one for After first.</source>
            <translation>请先为“之前”和“之后”各选一个栅格。</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Choose the rasters to compare.</source>
            <translation>请选择要比较的栅格。</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Press “Spectral profile”: the spectra of both rasters at a point of the map are drawn here.</source>
            <translation>按下“光谱剖面”：两个栅格在地图某一点的光谱将绘制在此。</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Move over the map: the spectra under the cursor are drawn here.</source>
            <translation>在地图上移动：光标处的光谱将绘制在此。</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Click on the map: the spectra of each point that you click are drawn here.</source>
            <translation>在地图上单击：每个单击点的光谱将绘制在此。</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>The raster as it was: the input of a restoration.</source>
            <translation>原来的栅格：复原的输入。</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>The raster to compare with it: the restored one.</source>
            <translation>与之比较的栅格：复原的结果。</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Sw&amp;ipe</source>
            <translation>卷帘(&amp;K)</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Lays Before above After instead of beside it.</source>
            <translation>“之前”在上、“之后”在下，而非左右并列。</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Before above After</source>
            <translation>上下卷帘</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Spectral pro&amp;file</source>
            <translation>光谱剖面(&amp;G)</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Draws the values of all bands of both rasters at a point of the map.</source>
            <translation>绘制地图上某一点两个栅格所有波段的值。</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>follow the cursor</source>
            <translation>跟随光标</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>click to pin</source>
            <translation>单击固定</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Whose spectra are drawn: the point under the cursor, or points that you click.</source>
            <translation>绘制谁的光谱：光标下的点，或您单击的点。</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>Points of the profile</source>
            <translation>剖面点</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>&amp;Before</source>
            <translation>之前(&amp;B)</translation>
        </message>
        <message>
            <location filename="../ui/compare/panel.py" />
            <source>&amp;After</source>
            <translation>之后(&amp;A)</translation>
        </message>
        <message>
            <location filename="../ui/compare/plot.py" />
            <source>Values as QGIS shows them: where the file states a scale and an offset, they are applied. Grey: bands that are flagged bad.</source>
            <translation>数值与 QGIS 显示一致：若文件给出缩放和偏移，则已应用。灰色：标记为坏的波段。</translation>
        </message>
        <message>
            <location filename="../ui/compare/profile_view.py" />
            <source>The plot needs the Python package matplotlib, which this QGIS does not have. Install it for QGIS's Python and start QGIS again.</source>
            <translation>绘图需要 Python 软件包 matplotlib，而此 QGIS 没有。请为 QGIS 的 Python 安装它并重启 QGIS。</translation>
        </message>
        <message>
            <location filename="../ui/compare/profile_view.py" />
            <source>Differe&amp;nce</source>
            <translation>差值(&amp;X)</translation>
        </message>
        <message>
            <location filename="../ui/compare/profile_view.py" />
            <source>Draws after minus before, on an axis of its own below the spectra.</source>
            <translation>在光谱下方的独立坐标轴上绘制之后减之前。</translation>
        </message>
        <message>
            <location filename="../ui/compare/profile_view.py" />
            <source>Clear</source>
            <translation>清除</translation>
        </message>
        <message>
            <location filename="../ui/compare/profile_view.py" />
            <source>Takes the pinned points off the plot and off the map.</source>
            <translation>从图和地图上移除固定的点。</translation>
        </message>
        <message>
            <location filename="../ui/compare/profile_view.py" />
            <source>Cop&amp;y as CSV</source>
            <translation>复制为 CSV(&amp;Y)</translation>
        </message>
        <message>
            <location filename="../ui/compare/profile_view.py" />
            <source>Copies the spectra that are drawn, as a table for a spreadsheet.</source>
            <translation>将所绘光谱复制为可粘贴到电子表格的表格。</translation>
        </message>
        <message>
            <location filename="../ui/compare/words.py" />
            <source>Value ({unit}, scaled)</source>
            <translation>数值 ({unit}，已缩放)</translation>
        </message>
        <message>
            <location filename="../ui/compare/words.py" />
            <source>Value ({unit})</source>
            <translation>数值 ({unit})</translation>
        </message>
        <message>
            <location filename="../ui/compare/words.py" />
            <source>Value (scaled)</source>
            <translation>数值（已缩放）</translation>
        </message>
        <message>
            <location filename="../ui/compare/words.py" />
            <source>Value</source>
            <translation>数值</translation>
        </message>
        <message>
            <location filename="../ui/compare/words.py" />
            <source>(outside)</source>
            <translation>（范围外）</translation>
        </message>
        <message>
            <location filename="../ui/compare/words.py" />
            <source>(no data)</source>
            <translation>（无数据）</translation>
        </message>
        <message>
            <location filename="../ui/compare/words.py" />
            <source>Band {number}</source>
            <translation>波段 {number}</translation>
        </message>
        <message>
            <location filename="../ui/compare/words.py" />
            <source>flagged bad</source>
            <translation>标记为坏</translation>
        </message>
        <message>
            <location filename="../ui/compare/words.py" />
            <source>before {value}</source>
            <translation>之前 {value}</translation>
        </message>
        <message>
            <location filename="../ui/compare/words.py" />
            <source>after {value}</source>
            <translation>之后 {value}</translation>
        </message>
        <message>
            <location filename="../ui/compare/words.py" />
            <source>difference {value}</source>
            <translation>差值 {value}</translation>
        </message>
        <message>
            <location filename="../ui/compare/words.py" />
            <source>no data</source>
            <translation>无数据</translation>
        </message>
        <message>
            <location filename="../ui/device_box.py" />
            <source>Where networks compute. 'automatic' takes a GPU where there is one; the log of a run says which.</source>
            <translation>网络在哪里计算。“自动”在有 GPU 时使用 GPU；运行日志会说明是哪一个。</translation>
        </message>
        <message>
            <location filename="../ui/device_box.py" />
            <source>Devices for HyperRestore</source>
            <translation>HyperRestore 的设备</translation>
        </message>
        <message>
            <location filename="../ui/device_box.py" />
            <source>torch cannot be loaded, so it is not known which of these this machine has.</source>
            <translation>无法加载 torch，因此不知道本机有哪些设备。</translation>
        </message>
        <message>
            <location filename="../ui/device_box.py" />
            <source>torch sees no GPU on this machine.</source>
            <translation>torch 在本机未检测到 GPU。</translation>
        </message>
        <message>
            <location filename="../ui/device_box.py" />
            <source>automatic</source>
            <translation>自动</translation>
        </message>
        <message>
            <location filename="../ui/device_box.py" />
            <source>{} (torch does not see it here)</source>
            <translation>{}（torch 在此未检测到）</translation>
        </message>
        <message>
            <location filename="../ui/device_box.py" />
            <source>cpu: the processor</source>
            <translation>cpu：处理器</translation>
        </message>
        <message>
            <location filename="../ui/device_box.py" />
            <source>cuda: the first NVIDIA GPU</source>
            <translation>cuda：第一块 NVIDIA GPU</translation>
        </message>
        <message>
            <location filename="../ui/device_box.py" />
            <source>mps: Apple's GPU</source>
            <translation>mps：Apple 的 GPU</translation>
        </message>
        <message>
            <location filename="../ui/dock.py" />
            <source>Restoration</source>
            <translation>复原处理</translation>
        </message>
        <message>
            <location filename="../ui/dock.py" />
            <source>Log</source>
            <translation>日志</translation>
        </message>
        <message>
            <location filename="../ui/dock_part.py" />
            <source>Restoration Panel</source>
            <translation>复原面板</translation>
        </message>
        <message>
            <location filename="../ui/dock_part.py" />
            <source>Restore a hyperspectral raster: estimate its noise, preview, restore, compare</source>
            <translation>复原高光谱栅格：估计噪声、预览、复原、比较</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>Not changed: {}</source>
            <translation>未更改：{}</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>What runs begin with</source>
            <translation>运行的默认设置</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>These are the defaults of the parameters in dialogs, batch runs and qgis_process. Each run can have others; stored models keep what they were stored with.</source>
            <translation>这些是对话框、批处理和 qgis_process 中参数的默认值。每次运行可另行设置；已保存的模型保持其保存时的值。</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>Number format of the networks' convolutions. 'automatic' takes 16 bits only where that is faster and was measured to cost next to nothing.</source>
            <translation>网络计算所用的位数。“自动”仅在更快且实测几乎无损失时才用 16 位。</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source> MB</source>
            <translation> MB</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>automatic (half of what is free)</source>
            <translation>自动（空闲内存的一半）</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>Memory that a run may use; its tiles are made to fit. 0 is automatic.</source>
            <translation>一次运行可使用的内存；分块大小据此确定。0 为自动。</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>empty: this machine alone</source>
            <translation>留空：仅本机</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>For rasters too large for one machine: the address of a Dask scheduler, such as tcp://host:8786, or local:4 for four processes of this machine.</source>
            <translation>用于单机无法处理的大栅格：Dask 调度器的地址，例如 tcp://host:8786，或 local:4 表示本机的四个进程。</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>&amp;Device</source>
            <translation>设备(&amp;D)</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>&amp;Precision</source>
            <translation>精度(&amp;P)</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>&amp;Memory</source>
            <translation>内存(&amp;M)</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>Dask &amp;scheduler</source>
            <translation>Dask 调度器(&amp;S)</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>Folder for weights that you import or train</source>
            <translation>存放您导入或训练的权重的文件夹</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>empty: {}</source>
            <translation>留空：{}</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>Where weights are kept that you import or train, and where they are looked for.</source>
            <translation>您导入或训练的权重的存放和查找位置。</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>Manage &amp;weights…</source>
            <translation>管理权重(&amp;W)…</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>See, check, import and remove weights, and choose the default ones.</source>
            <translation>查看、校验、导入和移除权重，并选择默认权重。</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>&amp;Folder</source>
            <translation>文件夹(&amp;F)</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>Nothing is moved when you choose another folder: weights in the old one stay there, and are offered again when you go back to it.</source>
            <translation>更换文件夹时不会移动任何文件：旧文件夹中的权重留在原处，换回后仍可使用。</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>There is no folder '{}'. Make it first, or choose another.</source>
            <translation>文件夹 '{}' 不存在。请先创建，或另选一个。</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>The folder '{}' cannot be written to ({}). Choose another.</source>
            <translation>无法写入文件夹 '{}' ({})。请另选一个。</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>fp32: 32 bits</source>
            <translation>fp32：32 位</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>bf16: 16 bits (bfloat)</source>
            <translation>bf16：16 位 (bfloat)</translation>
        </message>
        <message>
            <location filename="../ui/options_page.py" />
            <source>fp16: 16 bits (half)</source>
            <translation>fp16：16 位 (half)</translation>
        </message>
        <message>
            <location filename="../ui/options_part.py" />
            <source>&amp;Settings…</source>
            <translation>设置(&amp;S)…</translation>
        </message>
        <message>
            <location filename="../ui/packages/dialog.py" />
            <source>HyperRestore: check environment</source>
            <translation>HyperRestore：检查运行环境</translation>
        </message>
        <message>
            <location filename="../ui/packages/dialog.py" />
            <source>The installation was cancelled; nothing was changed.</source>
            <translation>安装已取消；未作任何更改。</translation>
        </message>
        <message>
            <location filename="../ui/packages/dialog.py" />
            <source>The installation failed, and nothing was changed: {}</source>
            <translation>安装失败，未作任何更改：{}</translation>
        </message>
        <message>
            <location filename="../ui/packages/dialog.py" />
            <source>Remove the packages that HyperRestore installed in this folder?

{}</source>
            <translation>移除 HyperRestore 安装在此文件夹中的软件包？

{}</translation>
        </message>
        <message>
            <location filename="../ui/packages/dialog.py" />
            <source>The packages were removed. Start QGIS again, so that it forgets what it has loaded of them.</source>
            <translation>软件包已移除。请重启 QGIS，以清除已加载的内容。</translation>
        </message>
        <message>
            <location filename="../ui/packages/dialog.py" />
            <source>Copied</source>
            <translation>已复制</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>Install</source>
            <translation>安装</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>Cancel installation</source>
            <translation>取消安装</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>Uninstall…</source>
            <translation>卸载…</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>Check again</source>
            <translation>重新检查</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>Copy command</source>
            <translation>复制命令</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>Installing. You can go on working, and close this window.</source>
            <translation>正在安装。您可以继续工作并关闭此窗口。</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>Install what is missing</source>
            <translation>安装缺失项</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>All algorithms can be used.</source>
            <translation>所有算法均可使用。</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>HyperRestore computes with Python packages that QGIS does not bring along. Some cannot be used yet:</source>
            <translation>HyperRestore 使用 QGIS 不附带的 Python 软件包进行计算。其中一些尚不可用：</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>Package</source>
            <translation>软件包</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>Needed for</source>
            <translation>用途</translation>
        </message>
        <message>
            <location filename="../ui/packages/form.py" />
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <location filename="../ui/packages/install.py" />
            <source>Install packages for HyperRestore</source>
            <translation>为 HyperRestore 安装软件包</translation>
        </message>
        <message>
            <location filename="../ui/packages/install.py" />
            <source>Loading what was installed, in a Python of its own…</source>
            <translation>正在独立的 Python 中加载已安装的内容…</translation>
        </message>
        <message>
            <location filename="../ui/packages/part.py" />
            <source>Check environment…</source>
            <translation>检查运行环境…</translation>
        </message>
        <message>
            <location filename="../ui/packages/part.py" />
            <source>Details…</source>
            <translation>详细信息…</translation>
        </message>
        <message>
            <location filename="../ui/packages/part.py" />
            <source>Do not show again</source>
            <translation>不再显示</translation>
        </message>
        <message>
            <location filename="../ui/packages/process.py" />
            <source>{} does not start: {}.</source>
            <translation>{} 无法启动：{}。</translation>
        </message>
        <message>
            <location filename="../ui/packages/process.py" />
            <source>{} ended with status {}.</source>
            <translation>{} 结束，状态码 {}。</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Runs</source>
            <translation>运行</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Compare</source>
            <translation>比较</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Measures the noise of every band, and suggests a method.</source>
            <translation>测量各波段的噪声并建议方法。</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Restores only what the map shows, to see what comes of it. Range, line direction and noise are estimated from that part alone, so the whole raster may come out a little different.</source>
            <translation>只复原地图上显示的部分，以查看效果。取值范围、扫描线方向和噪声仅根据这一部分估计，因此整个栅格的结果可能略有不同。</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Restores the whole raster.</source>
            <translation>复原整个栅格。</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Opens the method's own dialog with everything that can be set.</source>
            <translation>打开该方法自己的对话框，可设置所有选项。</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>First add a raster to the project.</source>
            <translation>请先向工程添加栅格。</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>The map shows more than a preview takes: only {} x {} pixels around its middle are restored.</source>
            <translation>地图显示的范围超出预览限制：只复原中心附近 {} x {} 个像元。</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Another run is going to write {}. Choose another file, or wait for it.</source>
            <translation>另一个运行将写入 {}。请另选文件，或等待其完成。</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>{} is the file of the layer '{}'. Choose another file, or remove that layer first.</source>
            <translation>{} 是图层“{}”的文件。请选择其他文件，或先移除该图层。</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>{}, preview: {}</source>
            <translation>{}，预览：{}</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>{} preview</source>
            <translation>{} 预览</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Done. The project was closed meanwhile, so the result was not added to another: {}</source>
            <translation>完成。期间工程已关闭，结果未添加到其他工程：{}</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Done.</source>
            <translation>完成。</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Done: the layer '{}' was added, and can be compared below.</source>
            <translation>完成：已添加图层 '{}'，可在下方比较。</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>The run failed without a word.</source>
            <translation>运行失败，且无任何说明。</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Cancelled too late: the result was complete already, and is in {}.</source>
            <translation>取消得太晚：结果已经完成，位于 {}。</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Cancelled.</source>
            <translation>已取消。</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Nothing needs doing.</source>
            <translation>无需处理。</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Suggested: {}</source>
            <translation>建议：{}</translation>
        </message>
        <message>
            <location filename="../ui/panel.py" />
            <source>Noise sigma {} (median of the bands), signal-to-noise {:.0f} dB, {} striped bands.</source>
            <translation>噪声标准差 {}（波段中位数），信噪比 {:.0f} dB，{} 个波段有条带。</translation>
        </message>
        <message>
            <location filename="../ui/raster_facts.py" />
            <source>QGIS cannot read this raster. Is its file still there?</source>
            <translation>QGIS 无法读取此栅格。文件还在吗？</translation>
        </message>
        <message>
            <location filename="../ui/raster_facts.py" />
            <source>{} x {} pixels, {} bands</source>
            <translation>{} x {} 像元，{} 个波段</translation>
        </message>
        <message>
            <location filename="../ui/raster_facts.py" />
            <source>{}, {:.0f} to {:.0f} nm</source>
            <translation>{}，{:.0f} 至 {:.0f} nm</translation>
        </message>
        <message>
            <location filename="../ui/run_rows.py" />
            <source>All that this run has said</source>
            <translation>此次运行的全部输出</translation>
        </message>
        <message>
            <location filename="../ui/run_rows.py" />
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <location filename="../ui/run_rows.py" />
            <source>Dismiss</source>
            <translation>移除</translation>
        </message>
        <message>
            <location filename="../ui/run_rows.py" />
            <source>Stopping after the part that is being worked on…</source>
            <translation>当前部分处理完后停止…</translation>
        </message>
        <message>
            <location filename="../ui/run_rows.py" />
            <source>Waits for the run before it.</source>
            <translation>等待前一个运行。</translation>
        </message>
        <message>
            <location filename="../ui/run_rows.py" />
            <source>Log of {}</source>
            <translation>{} 的日志</translation>
        </message>
        <message>
            <location filename="../ui/run_rows.py" />
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>Raster</source>
            <translation>栅格</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>Estimate &amp;noise</source>
            <translation>估计噪声(&amp;N)</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>Inp&amp;ut raster</source>
            <translation>输入栅格(&amp;U)</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>The project has no raster from a file. Add one, or drag it into the map.</source>
            <translation>工程中没有来自文件的栅格。请添加一个，或将其拖入地图。</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>All options…</source>
            <translation>所有选项…</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>Opens the algorithm's own dialog with everything that can be set.</source>
            <translation>打开该算法自己的对话框，可设置所有选项。</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>GeoTIFF (*.tif);;ENVI (*.dat *.img *.bsq *.bil *.bip)</source>
            <translation>GeoTIFF (*.tif);;ENVI (*.dat *.img *.bsq *.bil *.bip)</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>Save the restored raster</source>
            <translation>保存复原后的栅格</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>Temporary file</source>
            <translation>临时文件</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>Prev&amp;iew</source>
            <translation>预览(&amp;I)</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>Res&amp;tore</source>
            <translation>复原(&amp;T)</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>Method</source>
            <translation>方法</translation>
        </message>
        <message>
            <location filename="../ui/sections.py" />
            <source>Save to &amp;file</source>
            <translation>保存到文件(&amp;F)</translation>
        </message>
        <message>
            <location filename="../ui/tasks.py" />
            <source>Warning: {}</source>
            <translation>警告：{}</translation>
        </message>
        <message>
            <location filename="../ui/visible_part.py" />
            <source>The map shows no part of '{}'. Zoom to the layer, or to the part of it that you want to see.</source>
            <translation>地图上看不到 '{}' 的任何部分。请缩放到该图层或您想看的部分。</translation>
        </message>
        <message>
            <location filename="../ui/visible_part.py" />
            <source>The map's coordinate system and that of '{}' cannot be brought together: {}.</source>
            <translation>地图的坐标系与 '{}' 的坐标系无法相互转换：{}。</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>&amp;Verify</source>
            <translation>校验(&amp;V)</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>&amp;Import…</source>
            <translation>导入(&amp;I)…</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>&amp;Remove…</source>
            <translation>移除(&amp;R)…</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>Set as &amp;default</source>
            <translation>设为默认(&amp;D)</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>R&amp;eset default</source>
            <translation>重置默认(&amp;E)</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>&amp;Open folder</source>
            <translation>打开文件夹(&amp;O)</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>Reads all weights and cards again and compares them with their checksums.</source>
            <translation>重新读取所有权重和卡片，并与校验和比较。</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>Adds a checkpoint (.pth), or weights with their model card (.safetensors).</source>
            <translation>添加检查点 (.pth)，或带有模型卡片的权重 (.safetensors)。</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>Shows the folder of the chosen weights, or else yours, in the file manager.</source>
            <translation>在文件管理器中显示所选权重的文件夹，未选则显示您自己的。</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>Deletes the files of these weights.</source>
            <translation>删除这些权重的文件。</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>Runs use these weights unless told otherwise.</source>
            <translation>除非另行指定，运行均使用这些权重。</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>Runs use the weights that come with HyperRestore again.</source>
            <translation>运行重新使用 HyperRestore 自带的权重。</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>Delete the files of '{}'? This cannot be undone.</source>
            <translation>删除 '{}' 的文件？此操作无法撤销。</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>They are set as the default of {}. The weights that come with HyperRestore will be the default again.</source>
            <translation>它们是 {} 的默认权重。之后将恢复以 HyperRestore 自带的权重为默认。</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>'{}' was removed.</source>
            <translation>已移除 '{}'。</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>Remove weights</source>
            <translation>移除权重</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>The folder {} cannot be made: {}.</source>
            <translation>无法创建文件夹 {}：{}。</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>Choose weights in the table first.</source>
            <translation>请先在表中选择权重。</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>These come with HyperRestore and cannot be removed.</source>
            <translation>这些为 HyperRestore 自带，不能移除。</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>Their files are gone already.</source>
            <translation>其文件已不存在。</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>They are the default already.</source>
            <translation>它们已是默认权重。</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>Runs cannot use these weights.</source>
            <translation>运行无法使用这些权重。</translation>
        </message>
        <message>
            <location filename="../ui/weights/actions.py" />
            <source>The default is the one that comes with HyperRestore.</source>
            <translation>默认权重即 HyperRestore 自带的权重。</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Damaged:</source>
            <translation>已损坏：</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Not usable:</source>
            <translation>不可用：</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Notes</source>
            <translation>备注</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Choose weights above to see what they are for, where they come from and how good they are.</source>
            <translation>在上方选择权重，以查看其用途、来源和性能。</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>yes: runs use them unless told otherwise</source>
            <translation>是：除非另行指定，运行均使用它们</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>no</source>
            <translation>否</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>For</source>
            <translation>用途说明</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Default</source>
            <translation>默认</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>shipped with HyperRestore</source>
            <translation>HyperRestore 自带</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>yours: imported or trained</source>
            <translation>您的：导入或训练</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>From</source>
            <translation>来源</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Trained on</source>
            <translation>训练数据</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Noise in training</source>
            <translation>训练所用噪声</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Training recipe</source>
            <translation>训练方案</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Training began with</source>
            <translation>训练起始权重</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Held out of training</source>
            <translation>未参与训练的数据</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Fine-tuned from</source>
            <translation>微调自</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Imported from</source>
            <translation>导入自</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Exported</source>
            <translation>导出</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Date</source>
            <translation>日期</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Original file</source>
            <translation>原始文件</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Measured</source>
            <translation>实测</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>MPSNR and MSSIM: higher is better. SAM: lower is better.</source>
            <translation>MPSNR 和 MSSIM：越高越好。SAM：越低越好。</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>What fewer bits cost</source>
            <translation>降低位数的代价</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>Worst change of MPSNR against fp32 that was measured: {}.</source>
            <translation>实测相对 fp32 的 MPSNR 最大变化：{}。</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>MPSNR of the input (dB)</source>
            <translation>输入的 MPSNR (dB)</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>MPSNR with the former weights (dB)</source>
            <translation>原权重的 MPSNR (dB)</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>SAM (rad)</source>
            <translation>SAM (rad)</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>MPSNR of bicubic (dB)</source>
            <translation>双三次的 MPSNR (dB)</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>MSSIM of bicubic</source>
            <translation>双三次的 MSSIM</translation>
        </message>
        <message>
            <location filename="../ui/weights/card_page.py" />
            <source>SAM of bicubic (rad)</source>
            <translation>双三次的 SAM (rad)</translation>
        </message>
        <message>
            <location filename="../ui/weights/dialog.py" />
            <source>Weights of HyperRestore</source>
            <translation>HyperRestore 的权重</translation>
        </message>
        <message>
            <location filename="../ui/weights/dialog.py" />
            <source>Checking weights</source>
            <translation>正在校验权重</translation>
        </message>
        <message>
            <location filename="../ui/weights/dialog.py" />
            <source>all networks</source>
            <translation>所有网络</translation>
        </message>
        <message>
            <location filename="../ui/weights/dialog.py" />
            <source>&amp;Show</source>
            <translation>显示(&amp;S)</translation>
        </message>
        <message>
            <location filename="../ui/weights/part.py" />
            <source>&amp;Weights…</source>
            <translation>权重(&amp;W)…</translation>
        </message>
        <message>
            <location filename="../ui/weights/shelf.py" />
            <source>These weights are set as the default of {}, but they are gone. Reset the default, or import them again.</source>
            <translation>这些权重被设为 {} 的默认权重，但已不存在。请重置默认值，或重新导入。</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>unknown</source>
            <translation>未知</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>being checked…</source>
            <translation>正在校验…</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>damaged</source>
            <translation>已损坏</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>not usable</source>
            <translation>不可用</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>verified</source>
            <translation>已校验</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>Removes noise</source>
            <translation>去除噪声</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>Makes pixels {} times finer</source>
            <translation>像元细化 {} 倍</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>Makes pixels finer</source>
            <translation>像元细化</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>Task</source>
            <translation>任务</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>HyperRestore</source>
            <translation>HyperRestore</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>yours</source>
            <translation>您的</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>default</source>
            <translation>默认值</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>{:.1f} MB</source>
            <translation>{:.1f} MB</translation>
        </message>
        <message>
            <location filename="../ui/weights/table.py" />
            <source>{:.0f} kB</source>
            <translation>{:.0f} kB</translation>
        </message>
        <message>
            <location filename="../processing/examples/denoise-super-resolve.model3" />
            <source>Example models</source>
            <translation>示例模型</translation>
        </message>
        <message>
            <location filename="../processing/examples/denoise-super-resolve.model3" />
            <source>A noisy and coarse raster becomes clean and finer: RAS2S first, because super-resolution would enlarge the noise, then SSRNet. The result is Float32, whatever the input.</source>
            <translation>使含噪且较粗的栅格变得干净且更细：先用 RAS2S，因为超分辨率会放大噪声，再用 SSRNet。无论输入如何，结果均为 Float32。</translation>
        </message>
        <message>
            <location filename="../processing/examples/denoise-super-resolve.model3" />
            <source>Noisy and coarse raster</source>
            <translation>含噪且较粗的栅格</translation>
        </message>
        <message>
            <location filename="../processing/examples/denoise-super-resolve.model3" />
            <source>Finer raster</source>
            <translation>更细的栅格</translation>
        </message>
        <message>
            <location filename="../processing/examples/estimate-denoise.model3" />
            <source>Denoises a raster if it needs it: the noise of every band is estimated first, and of a cube that is clean throughout there is only the report. Otherwise it is restored from all its bands, because the clean ones tell what the noisy ones hide; they stay all but as they are.</source>
            <translation>仅在需要时对栅格去噪：先估计各波段的噪声，若立方体完全干净则只给出报告。否则用所有波段进行复原，因为干净波段揭示噪声波段所掩盖的内容；它们基本保持原样。</translation>
        </message>
        <message>
            <location filename="../processing/examples/estimate-denoise.model3" />
            <source>Noisy raster</source>
            <translation>含噪栅格</translation>
        </message>
        <message>
            <location filename="../processing/examples/estimate-denoise.model3" />
            <source>Denoised raster</source>
            <translation>去噪后的栅格</translation>
        </message>
        <message>
            <location filename="../processing/examples/estimate-denoise.model3" />
            <source>Noise report</source>
            <translation>噪声报告</translation>
        </message>
        <message>
            <location filename="../processing/examples/simulate-denoise-evaluate.model3" />
            <source>How well does a denoiser do on a scene like mine? Takes a clean raster, adds noise of a known kind, denoises it with RAS2S, and compares the result with the clean raster in a report.</source>
            <translation>去噪方法对我这类场景效果如何？取一个干净栅格，加入已知类型的噪声，用 RAS2S 去噪，并在报告中将结果与干净栅格比较。</translation>
        </message>
        <message>
            <location filename="../processing/examples/simulate-denoise-evaluate.model3" />
            <source>Sigma (0 to 255), for gaussian and speckle</source>
            <translation>标准差（0 至 255），用于 gaussian 和 speckle</translation>
        </message>
        <message>
            <location filename="../processing/examples/simulate-denoise-evaluate.model3" />
            <source>Report</source>
            <translation>报告文件</translation>
        </message>
    </context>
</TS>
